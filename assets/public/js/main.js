// Small helps; every page works without them.
