//! What runs by itself beside the pages: settling what a crash left open, watching ages and limits.
