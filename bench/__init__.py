"""What is measured, beside what: ratios against a peer or a physical limit in the same run."""
