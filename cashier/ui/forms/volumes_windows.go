package forms

import "golang.org/x/sys/windows"

// volumes returns the roots of this computer: a stick is a drive with a letter of its own. It asks no drive whether something is in it.
func volumes() (roots []string) {
	drives, err := windows.GetLogicalDrives()
	if err != nil { // the drive that is shown stays reachable
		return nil
	}
	for letter := 'A'; letter <= 'Z'; letter++ {
		if drives&(1<<(letter-'A')) != 0 {
			roots = append(roots, string(letter)+`:\`)
		}
	}
	return roots
}
