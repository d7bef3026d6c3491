"""What runs by the clock: the tick that calls use cases, and the pump that delivers what the outbox holds."""
