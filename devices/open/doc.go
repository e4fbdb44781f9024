// Package open is the one place where the text of a setting becomes a printer and its profile, and where one finds out
// which printers this machine has.
//
// It imports nothing of ours but the folders of devices. Invariant: a setting is either understood whole or refused with
// the part that is wrong; no option is passed over.
package open
