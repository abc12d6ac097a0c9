//! `yeogwon demo`: a whole service with invented people, ready to be tried.
