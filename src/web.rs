//! The pages and the API: HTTP in, one service call, HTML or JSON out. No SQL, no rule.
