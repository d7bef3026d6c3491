"""What is true: the rules of readiness, free of chat, SQL, HTTP and clocks."""
