package witness

import (
	"os"
	"path/filepath"

	"shouqi/ledger/store"
)

// Remembers reports whether a note of this account says that a book lay at path. Without the book there is no key, so that nobody can tell who wrote
// the note: it is enough to say that a book is gone, and to nothing else.
func (p Place) Remembers(path string) bool {
	entries, err := os.ReadDir(p.Folder)
	if p.IsZero() || err != nil {
		return false
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".json" {
			continue
		}
		_, note, err := parse(filepath.Join(p.Folder, entry.Name()))
		// One that was opened by a path from where somebody stood then says nothing of where that is.
		if err == nil && filepath.IsAbs(note.Path) && whole(note.Path) == whole(path) {
			return true
		}
	}
	return false
}

// whole returns where a file lies or would lie, with no link on the way to its folder.
func whole(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return filepath.Join(store.Real(filepath.Dir(path)), filepath.Base(path))
}
