package ledger_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/store/faultvfs"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// childHears is what a killed child hears, in a file.
const childHears = "SHOUQI_TEST_HEARS"

// hearingCase is a counter's closed file, what another counter wrote for it, and what its tables hold before it hears that and after.
type hearingCase struct {
	name          string
	file, parcel  []byte
	before, after string
	again         bool
	took          time.Duration // to hear it
}

// hearingCases are a parcel that only goes on after what the counter has, and one whose events stand between those, so that the book is folded again.
func hearingCases(t *testing.T) []hearingCase {
	a, b := twoCounters(t)
	b.hear(a)
	for n := range 5 {
		b.take(partOrder(b, fmt.Sprint("b", n), n))
	}
	goesOn := hearingCase{name: "what goes on after the book", file: a.closedFile(), parcel: b.parcel()}
	for n := range 5 {
		a.take(partOrder(a, fmt.Sprint("a", n), n))
		a.take(partOrder(a, fmt.Sprint("a again", n), n))
	}
	late := hearingCase{name: "what stands between", file: a.closedFile(), parcel: b.parcel(), again: true}
	cases := []hearingCase{goesOn, late}
	for i := range cases {
		one := &cases[i]
		path := filepath.Join(t.TempDir(), "estate.book")
		require.NoError(t, os.WriteFile(path, one.file, 0o600))
		c := &counter{T: t, ctx: context.Background(), path: path, clock: openedAt}
		c.open()
		one.before = stateOf(t, c.book)
		begun := time.Now()
		h, err := c.book.Hear(c.ctx, bytes.NewReader(one.parcel), nil)
		require.NoError(t, err)
		one.took = time.Since(begun)
		require.Positive(t, h.New)
		require.Equal(t, one.again, h.Again > 0)
		one.after = stateOf(t, c.book)
		c.verify()
		require.NoError(t, c.book.Close())
	}
	return cases
}

// closedFile returns the file of a counter as it is when it is closed, and goes on with it.
func (c *counter) closedFile() []byte {
	c.Helper()
	require.NoError(c, c.book.Close())
	file, err := os.ReadFile(c.path)
	require.NoError(c, err)
	c.open()
	return file
}

// parcel returns what a counter has for the others.
func (c *counter) parcel() []byte {
	c.Helper()
	var stick bytes.Buffer
	require.NoError(c, c.book.Exchange(c.ctx, &stick))
	return stick.Bytes()
}

// hearsAgain has a book that was cut off hear the same once more, and says what is wrong with what it has then.
func hearsAgain(ctx context.Context, book *ledger.Book, parcel []byte, after string) error {
	if _, err := book.Hear(ctx, bytes.NewReader(parcel), nil); err != nil {
		return fmt.Errorf("it does not hear again: %w", err)
	}
	if stateOf(&testing.T{}, book) != after {
		return fmt.Errorf("what it heard again makes another book than what is heard once")
	}
	findings, err := book.Audit().Full(ctx, nil)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("findings: %v", findings)
	}
	return err
}

func TestPowerCutWhileHearing(t *testing.T) {
	for _, one := range hearingCases(t) {
		t.Run(one.name, func(t *testing.T) { recordHearing(t, one).cutsOff(t) })
	}
}

// recordHearing has a counter hear on a recorded disk.
func recordHearing(t *testing.T, one hearingCase) *recorded {
	recording, err := faultvfs.Record()
	require.NoError(t, err)
	defer recording.Stop()
	path := filepath.Join(t.TempDir(), "estate.book")
	require.NoError(t, os.WriteFile(path, one.file, 0o600))
	r := &recorded{recording: recording, counter: &counter{T: t, ctx: context.Background(), path: path, clock: openedAt}, hears: one.parcel, heard: one.after}
	r.boundaries = []boundary{{"hearing", "before", 0, one.before}}
	book, findings, err := ledger.Open(r.ctx, path, ledger.OpenOptions{VFS: faultvfs.Name})
	require.NoError(t, err)
	require.Empty(t, findings)
	r.book = book
	_, err = r.book.Hear(r.ctx, bytes.NewReader(one.parcel), nil)
	require.NoError(t, err)
	r.did("hearing", "heard")
	require.NoError(t, r.book.Close())
	r.boundaries = append(r.boundaries, boundary{"closing", "closed", recording.Position(), one.after})
	return r
}

// cutsOff cuts the power at some moments of a recorded life and looks at what is left.
func (r *recorded) cutsOff(t *testing.T) {
	total := 60
	if testing.Short() {
		total = 12
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv(powerCutSeed); text != "" {
		_, err := fmt.Sscan(text, &seed)
		require.NoError(t, err)
	}
	t.Logf("%s=%d chooses the same cuts again", powerCutSeed, seed)
	cuts := r.cuts(rand.New(rand.NewPCG(seed, 1)), total)
	images := make(chan image, 4)
	go r.images(rand.New(rand.NewPCG(seed, 2)), cuts, images)
	cutAll(t, images)
	t.Logf("%d cuts over %d things written", len(cuts), r.recording.Position())
}

// A disk that fails while a counter hears another leaves the book as it was, and the same is heard once it works.
func TestFailingDiskWhileHearing(t *testing.T) {
	require.NoError(t, faultvfs.Register())
	for _, one := range hearingCases(t) {
		made := &template{file: one.file, clock: openedAt}
		hear := command{name: "hear " + one.name, do: func(ctx context.Context, _ *template, book *ledger.Book) error {
			_, err := book.Hear(ctx, bytes.NewReader(one.parcel), nil)
			return err
		}, done: func(t *testing.T, _ *template, book *ledger.Book) bool {
			state := stateOf(t, book)
			require.Contains(t, []string{one.before, one.after}, state)
			return state == one.after
		}}
		for _, failing := range failings {
			t.Run(hear.name+", "+failing.name, func(t *testing.T) {
				n, times := 1, 0
				for fired := true; fired; times++ {
					path := filepath.Join(t.TempDir(), "estate.book")
					require.NoError(t, os.WriteFile(path, made.file, 0o600))
					fired = made.failOnce(t, path, hear, failing, n)
					n += 1 + n/3*faultStep() // the first calls one by one, and then fewer
				}
				require.Greater(t, times, 1, "to hear makes no such call")
				t.Logf("failed %d times, up to call %d", times-1, n)
			})
		}
	}
}

// TestChildThatHears is no test of its own: the tests below start it in a process that they kill. It hears or joins, says so, and waits.
func TestChildThatHears(t *testing.T) {
	what := os.Getenv(childHears)
	if what == "" {
		return
	}
	path := os.Getenv(childBook)
	from, err := os.ReadFile(what)
	require.NoError(t, err)
	if os.Getenv(childDoes) == "join" {
		fmt.Println("ready")
		require.NoError(t, ledger.Join(context.Background(), path, bytes.NewReader(from), ledger.Joining{}))
	} else {
		c := &counter{T: t, ctx: context.Background(), path: path, clock: openedAt}
		c.open()
		fmt.Println("ready")
		_, err = c.book.Hear(c.ctx, bytes.NewReader(from), nil)
		require.NoError(t, err)
	}
	fmt.Println("done")
	_, _ = io.Copy(io.Discard, os.Stdin) // it is killed here at the latest
}

// killed starts a child that hears or joins, kills it so long after it began, and reports whether it had said that it was done.
func killed(t *testing.T, does, path string, from []byte, lasts time.Duration) (done bool) {
	t.Helper()
	stick := filepath.Join(t.TempDir(), "stick")
	require.NoError(t, os.WriteFile(stick, from, 0o600))
	child := exec.Command(os.Args[0], "-test.run=^TestChildThatHears$", "-test.timeout=60s")
	child.Env = append(os.Environ(), childDoes+"="+does, childBook+"="+path, childHears+"="+stick)
	_, err := child.StdinPipe()
	require.NoError(t, err)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var complaints strings.Builder
	isReady := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch lines.Text() {
		case "ready":
			isReady = true
			time.AfterFunc(lasts, func() { _ = child.Process.Kill() })
		case "done":
			done = true
		default:
			complaints.WriteString(lines.Text() + "\n")
		}
	}
	_ = child.Wait() // it was killed; what it did before is looked at next
	require.True(t, isReady && child.ProcessState.ExitCode() == -1, "the child ended by itself: %s", complaints.String())
	return done
}

// kills is how often a child is killed, and how long at most after it began: as long as it takes, and a little.
func kills(took time.Duration) (times int, after func() time.Duration) {
	times = 8
	if testing.Short() {
		times = 3
	}
	return times, func() time.Duration { return time.Duration(rand.Int64N(int64(took + took/4))) }
}

func TestKilledWhileHearing(t *testing.T) {
	for _, one := range hearingCases(t) {
		t.Run(one.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "estate.book")
			halves := 0
			times, after := kills(one.took)
			for range times {
				for _, beside := range []string{"-wal", "-shm"} {
					_ = os.Remove(path + beside) // of the one that was killed before
				}
				require.NoError(t, os.WriteFile(path, one.file, 0o600))
				done := killed(t, "hear", path, one.parcel, after())
				c := &counter{T: t, ctx: context.Background(), path: path, clock: openedAt}
				c.open()
				state := stateOf(t, c.book)
				require.Contains(t, []string{one.before, one.after}, state)
				require.True(t, !done || state == one.after, "said and gone")
				if state == one.before {
					halves++
				}
				c.verify()
				require.NoError(t, hearsAgain(c.ctx, c.book, one.parcel, one.after))
				require.NoError(t, c.book.Close())
			}
			t.Logf("%d kills, %d before it was heard", times, halves)
		})
	}
}

// joiningCase is a machine that asked to be a counter: the keys that it keeps beside its book, and the invitation that it got.
func joiningCase(t *testing.T) (keys, invitation []byte) {
	a := newCounter(t)
	_, err := a.book.TakeRegister(a.ctx, a.manager, manyRooms(8), false)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "estate.book")
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	keys, err = os.ReadFile(path + ".joining")
	require.NoError(t, err)
	var written bytes.Buffer
	require.NoError(t, a.book.Invite(a.ctx, a.manager, a.agreed(staff.GiveLogin), request, "02", request.Code(), &written))
	return keys, written.Bytes()
}

// joinAgain shows that what a cut-off joining leaves behind is no book, and is in nobody's way when it joins again.
func (i image) joinAgain(ctx context.Context, path string) error {
	if _, _, err := ledger.Open(ctx, path, ledger.OpenOptions{}); store.Code(err) != "store.missing" {
		return fmt.Errorf("half a book answers %w", err)
	}
	if err := os.WriteFile(path+".joining", i.Keys, 0o600); err != nil {
		return err
	}
	return joins(ctx, path, i.Joins)
}

// joins makes the file of a machine and looks at the whole of it.
func joins(ctx context.Context, path string, invitation []byte) error {
	if err := ledger.Join(ctx, path, bytes.NewReader(invitation), ledger.Joining{}); err != nil {
		return err
	}
	return isWhole(ctx, path)
}

// isWhole opens a book, checks all of it, and says what is wrong with it or lies beside it.
func isWhole(ctx context.Context, path string) error {
	book, findings, err := ledger.Open(ctx, path, ledger.OpenOptions{})
	if err != nil {
		return err
	}
	if len(findings) == 0 {
		findings, err = book.Audit().Full(ctx, nil)
	}
	if closing := book.Close(); err == nil {
		err = closing
	}
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("findings: %v", findings)
	}
	left, globbing := filepath.Glob(filepath.Join(filepath.Dir(path), store.Making+"*"))
	if err = errors.Join(err, globbing); err == nil && len(left) > 0 {
		err = fmt.Errorf("left behind: %s", strings.Join(left, ", "))
	}
	return err
}

func TestPowerCutWhileJoining(t *testing.T) { recordJoining(t).cutsOff(t) }

// recordJoining has a machine join on a recorded disk.
func recordJoining(t *testing.T) *recorded {
	keys, invitation := joiningCase(t)
	restore, err := faultvfs.Default()
	require.NoError(t, err)
	defer func() { require.NoError(t, restore()) }()
	recording, err := faultvfs.Record()
	require.NoError(t, err)
	defer recording.Stop()
	r := &recorded{recording: recording, counter: &counter{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "estate.book"), clock: openedAt}, joins: invitation, keys: keys}
	r.did("joining", "nothing yet")
	require.NoError(t, os.WriteFile(r.path+".joining", keys, 0o600))
	require.NoError(t, ledger.Join(r.ctx, r.path, bytes.NewReader(invitation), ledger.Joining{}))
	// As in create: Join renames the finished file by itself, after everything SQLite did.
	made := recording.Under(filepath.Dir(r.path) + string(filepath.Separator) + store.Making)
	require.Len(t, made, 1)
	recording.Renamed(made[0], r.path)
	recording.NamesSynced()
	position := recording.Position()
	r.open()
	r.boundaries = append(r.boundaries, boundary{"joining", "joined", position, stateOf(t, r.book)})
	require.NoError(t, r.book.Close())
	r.boundaries = append(r.boundaries, boundary{"closing", "closed", recording.Position(), r.boundaries[1].state})
	r.book = nil
	return r
}

func TestKilledWhileJoining(t *testing.T) {
	keys, invitation := joiningCase(t)
	first := filepath.Join(t.TempDir(), "estate.book")
	require.NoError(t, os.WriteFile(first+".joining", keys, 0o600))
	begun := time.Now()
	require.NoError(t, ledger.Join(t.Context(), first, bytes.NewReader(invitation), ledger.Joining{}))
	times, after := kills(time.Since(begun))
	nothing := 0
	for range times {
		path := filepath.Join(t.TempDir(), "estate.book")
		require.NoError(t, os.WriteFile(path+".joining", keys, 0o600))
		done := killed(t, "join", path, invitation, after())
		_, err := os.Lstat(path)
		require.True(t, !done || err == nil, "said and gone")
		if errors.Is(err, os.ErrNotExist) {
			nothing++
			require.NoError(t, joins(t.Context(), path, invitation))
			continue
		}
		require.NoError(t, err)
		require.NoError(t, isWhole(t.Context(), path))
		require.Equal(t, "store.exists", store.Code(ledger.Join(t.Context(), path, bytes.NewReader(invitation), ledger.Joining{})))
	}
	t.Logf("%d kills, %d before the file had its name", times, nothing)
}

// The machine noted how far the book is that it was making, and was cut off before the file had its name: it joins again, and takes money.
func TestAJoiningCutOffAfterItsNote(t *testing.T) {
	p := newPlaced(t)
	t.Cleanup(func() { require.NoError(t, p.book.Close()) })
	path, elsewhere := filepath.Join(t.TempDir(), "estate.book"), witness.Place{Folder: t.TempDir(), Machine: "the other counter's"}
	request, err := ledger.RequestJoin(path)
	require.NoError(t, err)
	keys, err := os.ReadFile(path + ".joining")
	require.NoError(t, err)
	var invitation bytes.Buffer
	require.NoError(t, p.book.Invite(p.ctx, p.manager, staff.Approval{}, request, "02", request.Code(), &invitation))
	joining := ledger.Joining{Passphrase: placedPassphrase, Witness: elsewhere}
	require.NoError(t, ledger.Join(p.ctx, path, bytes.NewReader(invitation.Bytes()), joining))
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.WriteFile(path+".joining", keys, 0o600))
	require.NoError(t, ledger.Join(p.ctx, path, bytes.NewReader(invitation.Bytes()), joining))
	book, findings, err := ledger.Open(p.ctx, path, ledger.OpenOptions{Key: vault.Key{Passphrase: placedPassphrase}, Witness: elsewhere})
	require.NoError(t, err)
	require.Empty(t, findings)
	require.NoError(t, book.Checked(p.ctx))
	require.NoError(t, book.Close())
}

// A disk that fails while a machine joins leaves no book, and the keys with which it joins once the disk works.
func TestFailingDiskWhileJoining(t *testing.T) {
	keys, invitation := joiningCase(t)
	joinOn := func(t *testing.T, path string, fault faultvfs.Fault) (failed error, fired bool) {
		restore, err := faultvfs.Default()
		require.NoError(t, err)
		defer func() { require.NoError(t, restore()) }()
		faultvfs.Arm(fault)
		failed = ledger.Join(context.Background(), path, bytes.NewReader(invitation), ledger.Joining{})
		return failed, faultvfs.Disarm()
	}
	for _, failing := range slices.DeleteFunc(slices.Clone(failings), func(f failing) bool { return strings.Contains(f.name, "lock") }) {
		t.Run(failing.name, func(t *testing.T) {
			times := 0
			for n, fired := 1, true; fired; n += 1 + n/2*faultStep() {
				path := filepath.Join(t.TempDir(), "estate.book")
				require.NoError(t, os.WriteFile(path+".joining", keys, 0o600))
				fault := failing.fault
				fault.N = n
				var failed error
				if failed, fired = joinOn(t, path, fault); failed == nil {
					require.NoError(t, isWhole(t.Context(), path), "call %d", n)
					continue
				}
				times++
				require.True(t, fired, "call %d: %v", n, failed)
				require.Contains(t, []string{"store.copy", "store.no_space"}, store.Code(failed), "call %d: %v", n, failed)
				require.NoFileExists(t, path)
				require.NoError(t, joins(t.Context(), path, invitation), "call %d", n)
			}
			t.Logf("failed %d times", times)
			require.Positive(t, times)
		})
	}
}
