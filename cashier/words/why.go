package words

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/store"
)

// WhyUnwritten returns the sentence that says why something beside the book, or for the account, could not be written, and what to do. It says
// nothing of what was booked, which is another matter: the code of such an error is said before it.
func WhyUnwritten(err error, lang string) string {
	var typed *store.Error
	if errors.As(err, &typed) && typed.Code == ledger.CodeUnwitnessed && typed.Err != nil {
		err = typed.Err
	}
	place := placeOf(err)
	switch {
	case store.IsFull(err):
		return assets.Text(lang, "error.why.full")
	case place != "" && store.IsForbidden(err):
		return assets.Text(lang, "error.why.folder", inOneLine([]any{filepath.Dir(place)})...)
	case place != "":
		return assets.Text(lang, "error.why.place", inOneLine([]any{place})...)
	}
	return assets.Text(lang, "error.why.other")
}

// placeOf returns the path that an error of the system is about, "" where it says none.
func placeOf(err error) string {
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.New
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Path
	}
	return ""
}
