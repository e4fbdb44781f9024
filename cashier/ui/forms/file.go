package forms

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// entriesMax is how many entries of a folder are listed; who keeps more types the path.
const entriesMax = 2000

// FileQuestion asks for a file. The toolkit's own dialog cannot be worked by keys alone.
type FileQuestion struct {
	Title string
	// Folder is where to begin; "" is the home folder.
	Folder string
	// Endings are those of the files listed, with the dot; none lists every file.
	Endings []string
	Explain func(err error) string
	Chosen  func(path string)
}

// fileEntry is one line of a folder.
type fileEntry struct {
	name     string
	isFolder bool
	// changed is when a file was written, zero for a folder.
	changed time.Time
}

// browser is the dialog: a table of the folder's entries, Enter goes in or chooses, Backspace goes up.
type browser struct {
	frame    *shell.Shell
	question FileQuestion
	folder   string
	entries  []fileEntry
	table    *widgets.DataTable
	where    *widgets.Field
	dialog   *widgets.Dialog
}

// AskFile shows the folders and files under a place; choosing one is keys alone.
func AskFile(frame *shell.Shell, question FileQuestion) {
	b := &browser{frame: frame, question: question, where: widgets.NewField("", "")}
	folder := question.Folder
	if home, err := os.UserHomeDir(); err == nil && folder == "" {
		folder = home
	}
	b.table = widgets.NewDataTable([]widgets.Column{{}, {Width: 150}}, func() int { return len(b.entries) }, b.cell)
	b.table.HideHeader = true
	b.table.OnOpen = b.open
	b.dialog = widgets.ShowDialog(frame.Canvas(), widgets.DialogOptions{
		Title: question.Title, Message: frame.Text("ui.file.keys"), Width: 720, No: frame.Text("ui.file.cancel"), Focus: b.table,
		Body: widgets.VStack(6, b.where, widgets.Sized(0, 8*look.RowHeight(), b.table)),
	})
	b.read(folder, "")
}

func (b *browser) cell(row, column int) widgets.Cell {
	entry := b.entries[row]
	if column == 0 {
		return widgets.Cell{Text: entry.name, Bold: entry.isFolder}
	}
	if entry.isFolder {
		return widgets.Cell{Text: b.frame.Text("ui.file.folder"), Ink: look.Ink2(), Small: true}
	}
	return widgets.Cell{Text: entry.changed.In(calendar.Zone).Format("2006-01-02 15:04"), Ink: look.Ink2(), Small: true}
}

// open goes into the folder or chooses the file at row.
func (b *browser) open(row int) {
	entry := b.entries[row]
	switch path := filepath.Join(b.folder, entry.name); {
	case entry.name == "..":
		b.read(above(b.folder))
	case entry.isFolder:
		b.read(path, "")
	default:
		b.dialog.Close()
		b.question.Chosen(path)
	}
}

// allVolumes stands for the list of the roots, above every one of them.
const allVolumes = ""

// above returns what lies above a folder, and the name under which the folder stands there. Above a root are all roots where there are several: a stick has its own on Windows.
func above(folder string) (up, at string) {
	up = filepath.Dir(folder)
	if up != folder {
		return up, filepath.Base(folder)
	}
	if len(volumes()) > 1 {
		return allVolumes, folder
	}
	return folder, ""
}

// read lists a folder off the UI thread, with the cursor on the entry named at.
func (b *browser) read(folder, at string) {
	var entries []fileEntry
	b.frame.Run("", func(context.Context, func(done, total int)) (err error) {
		entries, err = listFolder(folder, b.question.Endings)
		return err
	}, func(err error) {
		if home, none := os.UserHomeDir(); err != nil && none == nil && len(b.entries) == 0 && folder != home {
			b.read(home, "") // the stick of the last time is not in: a list without a row leads nowhere
			return
		}
		if err != nil {
			b.dialog.Refuse(b.question.Explain(err))
			return
		}
		b.dialog.Refuse("")
		b.folder, b.entries = folder, entries
		b.where.SetValue(folder)
		b.table.Refresh()
		b.table.SetCursor(max(slices.IndexFunc(entries, func(entry fileEntry) bool { return entry.name == at }), 0))
		b.frame.Focus(b.table)
	})
}

// listFolder returns the folders and the wanted files of a folder, folders first by their names, then the newest file, hidden ones left out.
func listFolder(folder string, endings []string) ([]fileEntry, error) {
	if folder == allVolumes {
		var roots []fileEntry
		for _, root := range volumes() {
			roots = append(roots, fileEntry{name: root, isFolder: true})
		}
		return roots, nil
	}
	read, err := os.ReadDir(folder)
	if err != nil {
		return nil, store.Fail(store.CodeIO, err)
	}
	entries := []fileEntry{{name: "..", isFolder: true}}
	for _, entry := range read[:min(len(read), entriesMax)] {
		wanted := entry.IsDir() || len(endings) == 0 || slices.Contains(endings, strings.ToLower(filepath.Ext(entry.Name())))
		if wanted && !strings.HasPrefix(entry.Name(), ".") {
			entries = append(entries, entryOf(entry))
		}
	}
	slices.SortStableFunc(entries[1:], func(one, other fileEntry) int {
		switch {
		case one.isFolder && !other.isFolder:
			return -1
		case other.isFolder && !one.isFolder:
			return 1
		}
		return cmp.Or(other.changed.Compare(one.changed), strings.Compare(one.name, other.name))
	})
	return entries, nil
}

// entryOf returns the line of a folder or file. One that went away meanwhile has no time.
func entryOf(entry os.DirEntry) fileEntry {
	of := fileEntry{name: entry.Name(), isFolder: entry.IsDir()}
	if about, err := entry.Info(); err == nil && !of.isFolder {
		of.changed = about.ModTime()
	}
	return of
}
