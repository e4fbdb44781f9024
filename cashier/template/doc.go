// Package template is the gallery of charge items (收费模板): ready rules with the figures a manager fills in, the item's
// usual settings, and worked examples that the tests run. It reads what assets/tariffs carries and applies it; it knows
// no book and no screen.
package template
