// Package peripherals runs what hangs on this machine beside the printer: a scanner on a serial port, what a scanner that types sends before a
// code, and the display of figures that the owner looks at. It keeps what is set, and says whether each thing is there.
//
// Nobody waits for a device: what is scanned is told, what is shown is handed over. Invariants: a thing that is away stops nothing and is gone on
// with when it is back; a setting that names no device is refused and changes nothing.
package peripherals
