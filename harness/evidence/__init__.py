"""What a scenario's report entry carries: verdicts, pictures, tables, raw samples."""
