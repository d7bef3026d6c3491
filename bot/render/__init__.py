"""Cards become what a platform shows: escaping, limits and schemas are known here and nowhere else."""
