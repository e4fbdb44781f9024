package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the C program
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed bench_c/insert.c
var insertSource []byte

// amalgamation is the module that carries SQLite's C source, in the version whose SQLite (3.53.4) is that of our driver. It
// is asked for by name and is no dependency of the project.
const amalgamation = "github.com/mattn/go-sqlite3@v1.14.50"

// insertFlags are the options our driver's SQLite was made with, but for extensions that inserting never enters.
var insertFlags = []string{"-O2", "-std=gnu11", "-DNDEBUG", "-DHAVE_USLEEP", "-DSQLITE_OS_UNIX=1", "-DSQLITE_THREADSAFE=1",
	"-DSQLITE_DEFAULT_MEMSTATUS=0", "-DSQLITE_DISABLE_INTRINSIC", "-DSQLITE_ENABLE_COLUMN_METADATA", "-DSQLITE_ENABLE_DBPAGE_VTAB",
	"-DSQLITE_ENABLE_DBSTAT_VTAB", "-DSQLITE_ENABLE_MATH_FUNCTIONS", "-DSQLITE_ENABLE_MEMORY_MANAGEMENT", "-DSQLITE_ENABLE_OFFSET_SQL_FUNC",
	"-DSQLITE_ENABLE_PREUPDATE_HOOK", "-DSQLITE_ENABLE_SESSION", "-DSQLITE_ENABLE_SNAPSHOT", "-DSQLITE_ENABLE_STAT4",
	"-DSQLITE_ENABLE_UNLOCK_NOTIFY", "-DSQLITE_LIKE_DOESNT_MATCH_BLOBS", "-DSQLITE_SOUNDEX", "-DSQLITE_WITHOUT_ZONEMALLOC"}

// buildInsert compiles the C program into folder, once for each source, and gives its path.
func buildInsert(ctx context.Context, folder string) (string, error) {
	sum := sha256.Sum256(fmt.Append(insertSource, amalgamation, insertFlags))
	program := filepath.Join(folder, "insert-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	source, err := fetchAmalgamation(ctx)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	code := filepath.Join(folder, "insert.c")
	if err := os.WriteFile(code, insertSource, 0o600); err != nil {
		return "", err
	}
	arguments := append([]string{"-I", source, "-o", program + ".new", code, filepath.Join(source, "sqlite3-binding.c")}, insertFlags...)
	if out, err := exec.CommandContext(ctx, "gcc", append(arguments, "-lpthread", "-ldl", "-lm")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("compile the C program: %w\n%s", err, out)
	}
	return program, os.Rename(program+".new", program)
}

// fetchAmalgamation returns the folder of the module that carries SQLite's source.
func fetchAmalgamation(ctx context.Context) (string, error) {
	command := exec.CommandContext(ctx, "go", "mod", "download", "-json", amalgamation)
	command.Dir = os.TempDir() // outside the project, whose go.mod is none of its business
	var module struct{ Dir, Error string }
	out, err := command.Output()
	err = errors.Join(err, json.Unmarshal(out, &module))
	if err == nil && module.Dir == "" {
		err = errors.New(module.Error)
	}
	if err != nil {
		return "", fmt.Errorf("fetch %s: %w", amalgamation, err)
	}
	return module.Dir, nil
}

// insertInC lets the C program write the rows of a dump into a book, and gives the time it says it took.
func insertInC(ctx context.Context, program, book, dump string) (time.Duration, error) {
	command := exec.CommandContext(ctx, program, book, dump)
	var says bytes.Buffer
	command.Stderr = &says
	out, err := command.Output()
	if err != nil {
		return 0, fmt.Errorf("insert in C: %w: %s", err, says.String())
	}
	took, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return time.Duration(took * float64(time.Millisecond)), err
}
