// Package serialprint sends jobs to printers on a serial line: a COM port, or a USB adapter that looks like one.
//
// A serial line knows nothing of connections: bytes written to a line with nobody at its other end are gone, and at a
// wrong speed all of them come out as rubbish. So where the profile lets one ask, an answer that makes sense is the only
// sign that somebody is there, and without it nothing of the job is handed over.
//
// It imports nothing of ours but devices and devices/escpos. Invariant: a call that fails before the job's first byte
// gives Failed, one that fails later gives Unknown; nothing is ever sent twice.
package serialprint
