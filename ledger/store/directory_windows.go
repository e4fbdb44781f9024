package store

// syncsDirectories says whether the system can sync a directory; Windows cannot and need not.
const syncsDirectories = false
