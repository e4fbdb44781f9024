package ui

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// helpsRestore reports whether a backup helps a book that was not opened or takes no money: where it is damaged, or gone. One that is held, was
// written by a newer program or has no room on its disk is whole.
func helpsRestore(err error) bool {
	switch store.Code(err) {
	case store.CodeLogAlone, store.CodeCorrupt, store.CodeForeign, store.CodeNoBook, store.CodeSQL,
		ledger.CodeGone, ledger.CodeFindings, ledger.CodeUnopened, vault.CodeDamaged:
		return true
	}
	return false
}

// restoreKey is the key that leads to the page 从备份恢复; back comes after it was left.
func (a *App) restoreKey(back func()) shell.Key {
	return shell.Key{Name: fyne.KeyF8, Label: a.frame.Text("firstrun.restore"), Do: func() {
		a.frame.ShowBare(firstrun.NewRestore(a.frame, a.options.Book, firstrun.Deps{Explain: a.explain, Quit: a.quit, Folder: homeFolder(),
			Witness: a.options.Witness, Done: func(key vault.Key) { a.open(bring{key: key}) }}, back))
	}}
}
