package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"shouqi/cashier/intake"
	"shouqi/ledger/store"
)

// typedLine is a line of standard input, or why there is none.
type typedLine struct {
	text string
	err  error
}

// await reads, before the book is opened, what people type: a line for who acts, more lines that the command asks for, and one for who
// approves. A program that waits for somebody to type a PIN with the book open would keep the counter shut. It is done once: a command
// that asks for more lines awaits them first. A line that is not there is missed where it is asked for.
func (d *desk) await(more int) {
	if d.awaited != nil || d.Book == "" {
		return
	}
	d.awaited = []typedLine{}
	for _, who := range []string{d.As, d.Approver} {
		if who != "" {
			more++
		}
	}
	for range more {
		text, err := d.nextLine()
		d.awaited = append(d.awaited, typedLine{text, err})
		if err != nil {
			return
		}
	}
}

// line returns the next line of standard input: a PIN or a recovery key.
func (d *desk) line() (string, error) {
	if len(d.awaited) > 0 {
		next := d.awaited[0]
		d.awaited = d.awaited[1:]
		return next.text, next.err
	}
	return d.nextLine()
}

func (d *desk) nextLine() (string, error) {
	text, err := d.typed.ReadSlice('\n') // a line that does not fit the buffer is none
	if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0) {
		return "", store.Fail(codeLineMissing, err)
	}
	if !utf8.Valid(text) {
		if text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(text); err != nil {
			return "", store.Fail(codeLineMissing, err)
		}
	}
	return strings.TrimSpace(string(text)), nil
}

// passphrase reads the file of the passphrase, "" when none is named. Notepad puts a byte order mark before it, or writes
// UTF-16 or GBK, and none of that is part of what was typed. asBytes is the file as it is, "" where that is the same: with it
// a book was closed that was made before this was so.
func (d *desk) passphrase() (typed, asBytes string, err error) {
	if d.PassphraseFile == "" {
		return "", "", nil
	}
	text, err := secretIn(d.PassphraseFile)
	if err != nil {
		return "", "", store.Fail(codePassphraseFile, err)
	}
	if typed, err = intake.Decode(text); err != nil {
		return "", "", store.Fail(codePassphraseFile, err)
	}
	typed, asBytes = strings.TrimRight(typed, "\r\n"), strings.TrimRight(string(text), "\r\n")
	if typed == asBytes {
		asBytes = ""
	}
	return typed, asBytes, nil
}

// secretIn reads the file of a passphrase or of a recovery key. A pipe with a name is refused (store.ErrNotSmall), because nobody may ever write into
// it; one that the shell gave to this program, as in <(pass show estate), has its writer already.
func secretIn(path string) (text []byte, err error) {
	if !isHandle(path) {
		return store.ReadSmall(path, passphraseMax)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, passphraseMax))
}

// isHandle reports whether a path names what whoever started this program has opened for it.
func isHandle(path string) bool {
	return path == "/dev/stdin" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// plainText returns a file's text as UTF-8; bytes that are no text stay as they are, for their reader to refuse.
func plainText(data []byte) []byte {
	if text, err := intake.Decode(data); err == nil {
		return []byte(text)
	}
	return data
}

// plainReader reads standard input as UTF-8 whose lines end in a line feed, whichever system wrote it. It looks at no more
// than it needs, so that a person at a terminal is never kept waiting.
type plainReader struct {
	source  io.Reader
	decoded io.Reader
	skip    bool // the line feed that belongs to the carriage return before it
}

func (r *plainReader) Read(p []byte) (int, error) {
	if r.decoded == nil {
		if err := r.begin(); err != nil {
			return 0, err
		}
	}
	n, err := r.decoded.Read(p)
	kept := 0
	for _, b := range p[:n] {
		if b == '\n' && r.skip {
			r.skip = false
			continue
		}
		if r.skip = b == '\r'; r.skip {
			b = '\n'
		}
		p[kept] = b
		kept++
	}
	return kept, err
}

// begin tells the encoding from the first two bytes, a third where they may be a mark. A line of one byte has nothing in it.
func (r *plainReader) begin() error {
	head := make([]byte, 0, 3)
	for need := 1; len(head) < need; {
		one := make([]byte, 1)
		n, err := r.source.Read(one)
		head = append(head, one[:n]...)
		if err != nil && (!errors.Is(err, io.EOF) || len(head) == 0) {
			return err
		}
		if err != nil {
			break
		}
		switch {
		case len(head) == 1 && head[0] != '\n' && head[0] != '\r':
			need = 2
		case bytes.Equal(head, []byte{0xEF, 0xBB}):
			need = 3
		}
	}
	all := io.MultiReader(bytes.NewReader(head), r.source)
	switch {
	case bytes.Equal(head, []byte{0xEF, 0xBB, 0xBF}):
		all = r.source
	case bytes.Equal(head, []byte{0xFE, 0xFF}), len(head) == 2 && head[0] == 0:
		all = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(all)
	case bytes.Equal(head, []byte{0xFF, 0xFE}), len(head) == 2 && head[1] == 0:
		all = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(all)
	}
	r.decoded = all
	return nil
}
