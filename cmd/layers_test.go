package cmd_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "shouqi/"

// floors gives each folder of the house its floor: a package may import its own
// folder and the floors below, never its own floor's other folders.
var floors = map[string]int{"assets": 0, "devices": 0, "ledger": 0, "sync": 1, "cashier": 2, "cmd": 3}

// rooms does the same for the rooms of the ledger. The ledger's root, which
// hands out the rooms, is "". Report and audit stand where nothing but the root
// can lean on them: they read, and no figure comes from them.
var rooms = map[string]int{
	"money": 0, "calendar": 0,
	"tariff": 1, "parking": 1, "proof": 1, "store": 1,
	"vault": 2, "journal": 2, "law": 2,
	"staff": 3, "estate": 3, "witness": 3,
	"meter":   4,
	"billing": 5,
	"lease":   6, "till": 6,
	"payment": 7,
	"report":  8, "audit": 8,
	"":           9,
	"ledgertest": 10,
}

// listed is what `go list` says of one package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
	Error                              *struct{ Err string }
}

// path returns the package's path inside the module.
func (p listed) path() string { return strings.TrimPrefix(p.ImportPath, module) }

// listPackages returns every package of the module as the go command sees it.
func listPackages(t *testing.T, cgo string, flags ...string) []listed {
	t.Helper()
	arguments := append([]string{"list", "-e", "-json", "-tags", "migrated_fynedo"}, flags...)
	command := exec.Command("go", append(arguments, module+"...")...)
	command.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	command.Stderr = os.Stderr
	output, err := command.Output()
	require.NoError(t, err)
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var one listed
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, one)
	}
}

// split returns the folder a path lies in and the rest below it.
func split(path string) (folder, rest string) {
	folder, rest, _ = strings.Cut(path, "/")
	return folder, rest
}

// ours returns those of the import paths that lie in the module, as paths in it.
func ours(imports ...string) []string {
	var paths []string
	for _, path := range imports {
		if inside, ok := strings.CutPrefix(path, module); ok {
			paths = append(paths, inside)
		}
	}
	return paths
}

// mayImport says why one package of the module may not import another, or "".
func mayImport(from, to string) string {
	fromFolder, fromRest := split(from)
	toFolder, toRest := split(to)
	if fromFolder != toFolder {
		return descends(floors, fromFolder, toFolder)
	}
	fromRoom, _ := split(fromRest)
	toRoom, _ := split(toRest)
	switch {
	case fromRoom == toRoom:
		return ""
	case fromFolder == "ledger":
		return withinLedger(fromRoom, toRoom)
	case fromFolder == "cmd":
		return "a door does not open on another door"
	}
	return ""
}

func withinLedger(from, to string) string {
	if from == "money" || from == "calendar" {
		return "it imports nothing of ours"
	}
	if (from == "tariff" || from == "parking") && to == "store" {
		return "prices are pure functions"
	}
	return descends(rooms, from, to)
}

func descends(heights map[string]int, from, to string) string {
	fromHeight, known := heights[from]
	if !known {
		return "the house has no room " + from
	}
	toHeight, known := heights[to]
	if !known {
		return "the house has no room " + to
	}
	if toHeight >= fromHeight {
		return "arrows point one way"
	}
	return ""
}

func TestTheRuleOfArrows(t *testing.T) {
	for _, allowed := range [][2]string{
		{"cmd/cashier", "cashier/ui"}, {"cashier", "ledger/till"}, {"sync/client", "ledger"},
		{"ledger", "ledger/audit"}, {"ledger/till", "ledger/estate"}, {"ledger/audit", "ledger/till"},
		{"ledger/tariff", "ledger/money"}, {"ledger/payment/wechat", "ledger/payment"},
		{"ledger/billing", "ledger/meter"}, {"ledger/lease", "ledger/billing"}, {"ledger/parking", "ledger/calendar"},
		{"cashier/ui/desk", "cashier/ui/look"}, {"devices/escpos", "devices"},
	} {
		require.Empty(t, mayImport(allowed[0], allowed[1]), "%s imports %s", allowed[0], allowed[1])
	}
	for _, refused := range [][2]string{
		{"ledger/law", "assets/rules"}, {"ledger/law", "ledger/estate"}, {"ledger", "cashier"}, {"ledger/till", "sync/wire"}, {"devices", "ledger/money"}, {"sync/client", "cashier"},
		{"assets", "devices"}, {"cashier", "cmd/cashier"}, {"cmd/ledgerctl", "cmd/simulate"},
		{"ledger/money", "ledger/calendar"}, {"ledger/tariff", "ledger/store"}, {"ledger/store", "ledger/journal"},
		{"ledger/vault", "ledger/journal"}, {"ledger/estate", "ledger/billing"}, {"ledger/billing", "ledger/till"},
		{"ledger/till", "ledger/payment"}, {"ledger/till", "ledger/report"}, {"ledger/report", "ledger/audit"},
		{"ledger/till", "ledger"}, {"ledger/shed", "ledger/money"},
		{"ledger/parking", "ledger/store"}, {"ledger/parking", "ledger/tariff"}, {"ledger/tariff", "ledger/parking"},
		{"ledger/meter", "ledger/billing"}, {"ledger/billing", "ledger/lease"}, {"ledger/till", "ledger/lease"},
	} {
		require.NotEmpty(t, mayImport(refused[0], refused[1]), "%s imports %s", refused[0], refused[1])
	}
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range listPackages(t, "1") {
		for _, imported := range ours(p.Imports...) {
			if why := mayImport(p.path(), imported); why != "" {
				t.Errorf("%s imports %s: %s", p.path(), imported, why)
			}
		}
		// A test may stand in the root of its own folder to set a scene, but
		// never on a floor above.
		from, _ := split(p.path())
		for _, imported := range ours(slices.Concat(p.TestImports, p.XTestImports)...) {
			to, _ := split(imported)
			if to != from && descends(floors, from, to) != "" {
				t.Errorf("a test of %s imports %s: arrows point one way", p.path(), imported)
			}
		}
	}
}

// The packages that may draw, and the one that may open a window.
func mayDraw(path string) bool {
	return path == "cashier/ui" || strings.HasPrefix(path, "cashier/ui/") || path == "cmd/gallery" || mayOpenWindow(path)
}

func mayOpenWindow(path string) bool {
	return path == "cmd/cashier" || strings.HasPrefix(path, "cmd/cashier/")
}

func TestOnlyTheWindowKnowsTheToolkit(t *testing.T) {
	const toolkit, window = "fyne.io/fyne/", "fyne.io/fyne/v2/app"
	for _, p := range listPackages(t, "1") {
		needed := slices.Concat(p.Deps, p.TestImports, p.XTestImports)
		draws := slices.ContainsFunc(needed, func(path string) bool { return strings.HasPrefix(path, toolkit) })
		if draws && !mayDraw(p.path()) {
			t.Errorf("%s depends on the toolkit", p.path())
		}
		if slices.Contains(needed, window) && !mayOpenWindow(p.path()) {
			t.Errorf("%s depends on %s", p.path(), window)
		}
	}
}

// Without cgo the go command finds no file to build in a package that needs it
// and says so, wherever among the dependencies that package lies.
func TestOnlyTheWindowNeedsCgo(t *testing.T) {
	needs := map[string]string{}
	packages := listPackages(t, "0", "-deps")
	for _, p := range packages {
		if p.Error != nil {
			needs[p.ImportPath] = p.Error.Err
		}
	}
	for _, p := range packages {
		if !strings.HasPrefix(p.ImportPath, module) || mayOpenWindow(p.path()) {
			continue
		}
		for _, dependency := range append(p.Deps, p.ImportPath) {
			require.Empty(t, needs[dependency], "%s does not build without cgo", p.path())
		}
	}
}
