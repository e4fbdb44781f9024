package escpos

import "bytes"

// JobHeadBytes is how many bytes BeginsJob looks at.
const JobHeadBytes = 2

// BeginsJob reports whether head, the first JobHeadBytes of what was written or fewer where there are no more, is how the jobs of this
// package begin: a paper by resetting the printer, the drawer by its pulse.
func BeginsJob(head []byte) bool {
	return bytes.HasPrefix([]byte{0x1B, '@'}, head) || bytes.HasPrefix([]byte{0x1B, 'p'}, head)
}
