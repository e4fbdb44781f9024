package store

import (
	"os"
	"syscall"
	"time"
)

// touched returns when a file was last written, and when that or what is known of it was last changed. Whoever writes into it can set the first
// back (mtime), and not the second (ctime), which another name for the file changes too.
func touched(info os.FileInfo) (t times) {
	t.written = info.ModTime()
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		t.changed = time.Unix(stat.Ctim.Unix())
	}
	return t
}
