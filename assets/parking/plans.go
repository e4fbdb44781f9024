// Package parking holds the car park plans that the program ships (停车收费方案): published tariffs and common ones to
// start from. They are JSON as shouqi/ledger/parking reads it; this package knows only their names and bytes.
package parking

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.json
var files embed.FS

// Names returns the names of the plans, sorted.
func Names() []string {
	// The files are part of the program, so that reading their names cannot fail.
	paths, _ := fs.Glob(files, "*.json")
	names := make([]string, 0, len(paths))
	for _, path := range paths {
		names = append(names, strings.TrimSuffix(path, ".json"))
	}
	return names
}

// Plan returns the JSON of the plan of that name; false where there is none.
func Plan(name string) ([]byte, bool) {
	text, err := files.ReadFile(name + ".json")
	return text, err == nil
}
