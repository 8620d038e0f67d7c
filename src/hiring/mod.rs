//! Hiring: from what hires would bring to whom to hire, and by when to decide.
