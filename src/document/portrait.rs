//! The portrait: an ordinary picture in, a 35 x 45 mm portrait out.
