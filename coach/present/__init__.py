"""What people see: overlay, diagrams, reports, annotated clips, and the words they share."""
