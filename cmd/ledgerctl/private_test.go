package main

import (
	"io/fs"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// private fails for every file below a folder that anybody but its owner may read, write or run, and where there is none.
func private(script *testscript.TestScript, negated bool, arguments []string) {
	if negated || len(arguments) != 1 {
		script.Fatalf("usage: private FOLDER")
	}
	files := 0
	root := script.MkAbs(arguments[0])
	script.Check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		if info.Mode().Perm()&0o077 != 0 {
			script.Fatalf("%s is %s", path, info.Mode())
		}
		return nil
	}))
	if files == 0 {
		script.Fatalf("nothing in %s", root)
	}
}
