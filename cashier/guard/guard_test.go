package guard_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/guard"
	"shouqi/ledger/store"
)

// watch collects the faults of one test.
func watch(t *testing.T, handled bool) *[]*guard.Fault {
	t.Helper()
	var faults []*guard.Fault
	t.Cleanup(guard.Watch(func(fault *guard.Fault) bool {
		faults = append(faults, fault)
		return handled
	}))
	return &faults
}

type household struct{ name string }

// dereference panics as a forgotten check does.
func dereference(missing *household) string { return missing.name }

func TestAPanicIsCaughtWithThePlaceAndWithoutWhatItSays(t *testing.T) {
	faults := watch(t, true)
	for _, secret := range []any{"张建国", errors.New("张建国"), &household{"张建国"}, household{"张建国"}, fmt.Stringer(time.Second)} {
		guard.Run(func() { panic(secret) })
	}
	guard.Run(func() { _ = dereference(nil) })
	typed := []int{1, 2}
	guard.Run(func() { typed[len("13800006621")]++ })
	guard.Run(func() { _ = any("张建国").(int) })
	var what []string
	for _, fault := range *faults {
		what = append(what, fault.What)
		require.Contains(t, fault.Stack[0], "guard_test", fault.Stack)
		require.NotContains(t, fault.Error()+strings.Join(fault.Stack, ""), "张建国")
	}
	require.Equal(t, []string{"string", "*errors.errorString", "*guard_test.household", "guard_test.household", "time.Duration",
		"runtime error: invalid memory address or nil pointer dereference", "runtime error: index out of range [N] with length N",
		"interface conversion: interface {} is string, not int"}, what)
	require.Contains(t, (*faults)[5].Stack[0], "guard_test.dereference guard_test.go:")
}

func TestAPanicTheWatcherCannotHandleGoesOnAsOneFault(t *testing.T) {
	faults := watch(t, false)
	defer func() {
		fault, ok := recover().(*guard.Fault)
		require.True(t, ok)
		require.Equal(t, "string", fault.What)
		require.Len(t, *faults, 2)
		require.Same(t, (*faults)[0], (*faults)[1])
	}()
	guard.Run(func() { guard.Run(func() { panic("cut") }) })
}

func TestAPanicPassesWhileNobodyWatches(t *testing.T) {
	guard.Watch(func(*guard.Fault) bool { return true })()
	require.PanicsWithValue(t, "cut", func() { guard.Run(func() { panic("cut") }) })
}

func TestAPanicInWorkBecomesAnErrorWithACode(t *testing.T) {
	faults := watch(t, true)
	err := guard.Try("intake", func() error { panic("张建国") })
	require.Equal(t, guard.Code, store.Code(err))
	require.NotContains(t, err.Error(), "张建国")
	broken := errors.New("broken")
	require.ErrorIs(t, guard.Try("intake", func() error { return broken }), broken)
	guard.Behind("audit", func() { panic("张建国") })
	require.Len(t, *faults, 2)
	require.Equal(t, guard.InJob, (*faults)[0].Kind)
	require.Equal(t, guard.InBehind, (*faults)[1].Kind)
	require.Equal(t, "audit", (*faults)[1].Where)
}

func TestTheReportsStayFewSmallAndTheOwnersAlone(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	folder := guard.Folder{Path: filepath.Join(home, "log", "faults"), Version: "0.1.0"}
	at := time.Date(2026, 11, 21, 2, 24, 0, 0, time.UTC)
	fault := &guard.Fault{Kind: guard.OnScreen, Where: "*desk.Screen", What: "string", Stack: []string{strings.Repeat("deep ", 100_000)}}
	for second := range 30 {
		shown, err := folder.Write(fault, at.Add(time.Duration(second/2)*time.Second))
		require.NoError(t, err)
		require.Regexp(t, `^~/log/faults/fault-20261121-1024\d\d-0[12]\.txt$`, shown)
	}
	kept, err := filepath.Glob(filepath.Join(folder.Path, "*"))
	require.NoError(t, err)
	require.Len(t, kept, 20)
	require.Contains(t, kept[0], "102405-01")
	content, err := os.ReadFile(kept[19])
	require.NoError(t, err)
	require.LessOrEqual(t, len(content), 256<<10)
	require.Contains(t, string(content), "*desk.Screen")
	for path, mode := range map[string]os.FileMode{kept[19]: 0o600, folder.Path: 0o700 | os.ModeDir} {
		about, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, mode, about.Mode())
	}
}
