//go:build !windows

package forms

// volumes returns the roots of this computer: a stick is a folder somewhere under the one there is.
func volumes() []string { return []string{"/"} }
