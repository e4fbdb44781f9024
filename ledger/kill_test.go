package ledger_test

import (
	"bufio"
	"context"
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

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// What a killed child is told: what to do and with which book.
const (
	childDoes = "SHOUQI_TEST_CHILD"
	childBook = "SHOUQI_TEST_BOOK"
)

// childRooms is how many rooms a child's payments go round.
const childRooms = 10

// TestChild is no test of its own: the tests below start it in a process that they kill. What it prints has happened.
func TestChild(t *testing.T) {
	does := os.Getenv(childDoes)
	if does == "" {
		return
	}
	c := &counter{T: t, ctx: context.Background(), path: os.Getenv(childBook), clock: openedAt}
	c.open()
	c.cashier, c.manager = c.signIn("101", cashierPIN), c.signIn("100", managerPIN)
	for n := 0; ; n++ {
		request := fmt.Sprintf("%d-%d", os.Getpid(), n)
		paid, err := c.book.Till.Receive(c.ctx, c.cashier, fenOrder(request, n%childRooms))
		require.NoError(t, err)
		fmt.Printf("paid %s %s\n", request, paid.Number)
		switch does {
		case "pay, not print":
			_, _ = io.Copy(io.Discard, os.Stdin) // the printer is slow: nobody gets further than this
		case "import":
			register := manyRooms(number(t, c.book, roomsQuery) + 40)
			register.FileHash = fmt.Sprintf("%016x", n)
			register.Mending = c.agreed(staff.ChangeOwing)
			_, err := c.book.TakeRegister(c.ctx, c.manager, register, false)
			require.NoError(t, err)
			fmt.Printf("rooms %d\n", len(register.Rooms))
		case "backup":
			require.NoError(t, c.book.Backup(c.ctx, fmt.Sprintf("%s.backup-%s", c.path, request)))
			fmt.Printf("backup %s\n", request)
		case "close":
			c.reopen()
		case "charge":
			c.chargeYears(request)
		}
	}
}

const roomsQuery = "SELECT count(*) FROM objects WHERE kind = 'room'"

// fenOrder asks for one fen of a room's arrears and 9.99 kept as prepayment, so that there is always more to pay.
func fenOrder(request string, n int) till.Order {
	object := estate.ObjectID(estate.Room, roomCode(n))
	return till.Order{RequestID: request, Room: object, PrepayFen: 999, Tenders: []till.Tender{{Kind: till.Cash, Fen: 1000}},
		Bills: []till.BillPart{{Bill: billing.BillID("期初欠费", object, "", "", 0), Fen: 1}}}
}

var openedAt = time.Date(2026, 11, 21, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))

// killable is a book with an open shift that children work on, and what they said they did.
type killable struct {
	*counter
	paid    map[string]string
	backups []string
	rooms   int
	charged []string
}

func newKillable(t *testing.T) *killable {
	k := &killable{counter: newCounter(t), paid: make(map[string]string), rooms: childRooms}
	_, err := k.book.TakeRegister(k.ctx, k.manager, manyRooms(childRooms), false)
	require.NoError(t, err)
	k.chargeByArea("1900-01-01")
	_, err = k.book.Till.Open(k.ctx, k.cashier, till.Opening{Counted: k.count(50000)})
	require.NoError(t, err)
	return k
}

// work lets a child do something for so long after its first payment and kills it.
func (k *killable) work(does string, lasts time.Duration) {
	require.NoError(k, k.book.Close())
	child := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.timeout=60s")
	child.Env = append(os.Environ(), childDoes+"="+does, childBook+"="+k.path)
	_, err := child.StdinPipe()
	require.NoError(k, err)
	said, err := child.StdoutPipe()
	require.NoError(k, err)
	var complaints strings.Builder
	child.Stderr = &complaints
	require.NoError(k, child.Start())
	killed := false
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if !k.heard(lines.Text()) {
			complaints.WriteString(lines.Text() + "\n")
			continue
		}
		if !killed {
			killed = true
			time.AfterFunc(lasts, func() { _ = child.Process.Kill() })
		}
	}
	_ = child.Wait() // it was killed; what it did before is looked at next
	require.True(k, killed && child.ProcessState.ExitCode() == -1, "the child ended by itself: %s", complaints.String())
	k.open()
}

// heard takes a line of the child down: an acknowledgement.
func (k *killable) heard(line string) bool {
	var what, number string
	if n, _ := fmt.Sscan(line, &what, &number); n < 2 {
		return false
	}
	switch what {
	case "paid":
		request := number
		if n, _ := fmt.Sscan(line, &what, &request, &number); n < 3 {
			return true // cut off in the middle of the line: not acknowledged whole
		}
		k.paid[number] = request
	case "rooms":
		_, _ = fmt.Sscan(number, &k.rooms)
	case "backup":
		k.backups = append(k.backups, number)
	case "run", "adjusted":
		k.charged = append(k.charged, number)
	default:
		return false
	}
	return true
}

// check holds that everything acknowledged is there once, that a retry finds it, and that the book is whole.
func (k *killable) check() {
	k.Helper()
	rooms := number(k.T, k.book, roomsQuery)
	require.Contains(k, []int{k.rooms, k.rooms + 40}, rooms, "a register came in by halves")
	k.rooms = rooms
	for receipt, request := range k.paid {
		require.Equal(k, 1, number(k.T, k.book, `SELECT count(*) FROM receipts JOIN requests USING (device, seq) WHERE number = ? AND requests.id = ?`, receipt, request),
			"receipt %s of request %s", receipt, request)
	}
	k.checkCharges()
	k.verify()
}

// retries sends the last acknowledged requests again, as a counter does that heard no answer.
func (k *killable) retries(most int) {
	k.cashier = k.signIn("101", cashierPIN)
	for receipt, request := range k.paid {
		if most--; most < 0 {
			return
		}
		n := 0
		_, err := fmt.Sscan(request[strings.Index(request, "-")+1:], &n)
		require.NoError(k, err)
		again, err := k.book.Till.Receive(k.ctx, k.cashier, fenOrder(request, n%childRooms))
		require.NoError(k, err)
		require.Equal(k, receipt, again.Number)
	}
}

func TestKilled(t *testing.T) {
	lasts := 3500 * time.Millisecond
	if testing.Short() {
		lasts = 700 * time.Millisecond
	}
	for _, does := range []string{"pay", "import", "backup", "close", "charge", "pay, not print"} {
		t.Run(does, func(t *testing.T) {
			k := newKillable(t)
			kills := 0
			for begun := time.Now(); time.Since(begun) < lasts || kills < 2; kills++ {
				k.work(does, time.Duration(rand.IntN(120_000))*time.Microsecond)
				k.check()
			}
			k.retries(20)
			k.check()
			k.backupsWhole()
			t.Logf("%d kills, %d payments", kills, len(k.paid))
		})
	}
}

// backupsWhole holds that every backup with a name is a whole book and that a half one is in nobody's way.
func (k *killable) backupsWhole() {
	named, err := filepath.Glob(k.path + ".backup-*")
	require.NoError(k, err)
	whole := 0
	for _, path := range named {
		if half, _, partial := strings.Cut(path, ".partial-"); partial {
			if path = half; !slices.Contains(named, half) { // what was begun anew after a kill left two halves, and may be whole
				require.NoError(k, k.book.Backup(k.ctx, half))
				named = append(named, half)
			}
		}
		if !strings.Contains(path, ".partial") && !strings.HasSuffix(path, "-shm") && !strings.HasSuffix(path, "-wal") {
			require.NoError(k, store.Check(k.ctx, path), filepath.Base(path))
			whole++
		}
	}
	require.GreaterOrEqual(k, whole, len(k.backups))
	for _, request := range k.backups {
		require.FileExists(k, k.path+".backup-"+request)
	}
}

// The paper had not come out when the power went: the payment is there, and the book says that it was never printed.
func TestKilledBeforePrinting(t *testing.T) {
	k := newKillable(t)
	k.work("pay, not print", 0)
	require.Len(t, k.paid, 1)
	var last till.Payment
	require.NoError(t, k.book.Store.Read(k.ctx, func(tx *store.Tx) (err error) {
		last, err = till.Last(tx)
		return err
	}))
	require.Contains(t, k.paid, last.Number)
	require.Zero(t, last.Copies)
	k.check()
}
