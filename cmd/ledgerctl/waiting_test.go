package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
)

// slowTypist gives a line at a time, and notes at each whether the book was kept from others while the line was awaited.
type slowTypist struct {
	t     *testing.T
	path  string
	lines []string
	rest  []byte // of the line that is being read
	held  bool
}

func (s *slowTypist) Read(p []byte) (int, error) {
	if len(s.rest) > 0 {
		n := copy(p, s.rest)
		s.rest = s.rest[n:]
		return n, nil
	}
	db, err := store.Open(s.t.Context(), s.path, store.Options{})
	if err == nil {
		err = db.Close()
	}
	s.held = s.held || err != nil
	if len(s.lines) == 0 {
		return 0, io.EOF
	}
	line := []byte(s.lines[0] + "\n")
	s.lines = s.lines[1:]
	n := copy(p, line)
	s.rest = line[n:]
	return n, nil
}

// The counter works on while somebody looks for the key with which to type a PIN into a command.
func TestWhileAPINIsTypedTheBookIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	var said bytes.Buffer
	do := func(stdin io.Reader, arguments ...string) int {
		said.Reset()
		return run(context.Background(), append([]string{"--book", path}, arguments...), stdin, &said, &said, time.Now)
	}
	require.Zero(t, do(strings.NewReader(""), "demo", "--rooms", "12", "--months", "1", "--out", path), said.String())
	backup := filepath.Join(t.TempDir(), "evening.book")
	require.Zero(t, do(strings.NewReader(""), "backup", backup), said.String())
	const manager, cashier, supervisor = "1357", "8642", "2468"
	for _, c := range []struct {
		arguments string
		lines     []string
		refused   string
	}{
		{"--as 100 --approver 200 staff add --code 109 --name 孙静 --role 收银员", []string{manager, "50817", supervisor}, ""},
		{"--as 109 staff set-pin 109", []string{"50817", "8520"}, ""},
		{"--as 100 --approver 200 staff set-pin 109", []string{manager, "50817", supervisor}, ""},
		{"--as 100 staff unlock 109", []string{manager}, ""},
		{"staff unlock 109 --recovery", []string{"AAAA-BBBB", "8520"}, "恢复密钥输错了"},
		{"--as 101 --approver 200 shift open --float 0", []string{cashier, supervisor}, "?"},
		{"--as 101 --approver 200 cash in --amount 10 --reason change", []string{cashier, supervisor}, "?"},
		{"--as 101 --approver 200 shift close --counted 0 --left 0 --receiver 102", []string{cashier, supervisor, "7531"}, "?"},
		{"--as 101 receipt print 01-2026-000001 --printer file:///no/such/place", []string{cashier}, "?"},
		{"--as 100 import rooms none.xlsx", []string{manager}, "?"},
		{"--as 100 import readings none.xlsx --for 2026-10", []string{manager}, "?"},
		{"--as 100 training make --out " + filepath.Join(t.TempDir(), "practice.book"), []string{manager}, "?"},
		{"--as 100 rebuild", []string{manager}, ""},
		{"--as 100 --approver 200 restore --discard-newer " + backup, []string{manager, supervisor}, ""},
		{"--as 101 pay charge --channel wechat --room 1-1-101 --amount 1 --request-id w", []string{cashier, "134567890123456789"}, "?"},
	} {
		typist := &slowTypist{t: t, path: path, lines: c.lines}
		status := do(typist, strings.Fields(c.arguments)...)
		require.False(t, typist.held, "%s: %s", c.arguments, said.String())
		require.Empty(t, typist.lines, "%s: %s", c.arguments, said.String())
		switch c.refused {
		case "":
			require.Zero(t, status, "%s: %s", c.arguments, said.String())
		case "?": // done or refused: it has read all that people typed
		default:
			require.Contains(t, said.String(), c.refused)
		}
	}
}

// What is missing is said where it is missed: a wrong PIN of who acts before the PIN that the approver did not type.
func TestALineThatIsNotThereIsMissedWhereItIsAskedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "estate.book")
	var said bytes.Buffer
	do := func(typed string, arguments ...string) string {
		said.Reset()
		_ = run(context.Background(), append([]string{"--book", path}, arguments...), strings.NewReader(typed), &said, &said, time.Now)
		return said.String()
	}
	do("", "demo", "--rooms", "0", "--months", "0", "--out", path)
	add := strings.Fields("--as 100 --approver 200 staff add --code 109 --name 孙静 --role 收银员")
	require.Contains(t, do("7070\n", add...), "密码不对")
	require.NotContains(t, do("1357\n", add...), "密码不对")
	require.Contains(t, do("1357\n50817\n", add...), do("", add...), "a missing line is said alike")
	require.Contains(t, do("1357\n50817\n2468\n", add...), "已添加 109")
}
