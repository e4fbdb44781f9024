// Package escpos turns a document (titles, lines, columns, a QR code, a cut) into the bytes that ESC/POS receipt
// printers eat, and holds the conversation that finds out whether they were printed. Encoding is pure: the same
// document, profile and font give the same bytes.
//
// It knows no receipt, no money and no transport; it imports nothing of ours but devices.
//
// It stands on github.com/hennedo/escpos for the text commands, inside these guards, each against a defect seen:
// the size is set before the first line (its zero style sends 1D 21 FF); jobs are composed in memory (its writer
// sends long jobs by halves); Chinese is encoded here (its WriteGBK drops a whole line for one rare character);
// pictures and QR codes are written here (it cuts pictures to multiples of eight and sends a wrong QR level).
//
// Invariants: no character vanishes: what the printer's character set lacks is drawn as a picture and reported; no
// text can smuggle a command, because control characters never reach the printer; no line is wider than the paper;
// picture data never contains a real-time command (10 04, 10 05, 10 14), which printers obey wherever they see it.
package escpos
