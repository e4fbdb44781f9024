// Package queueprint gives jobs to a print queue of the system, as raw printer bytes: CUPS by its commands lp, lpstat and
// cancel, and the spooler of Windows. A queue of CUPS with a driver also takes sheets as PDF files; the spooler of Windows
// has no door for those, which take a program that draws them.
//
// A queue goes one way: it cannot say that paper came out, so the best outcome is Sent, when the queue has passed the job
// on. A job that stays in the queue would print by itself when the printer comes back, perhaps after the cashier printed
// it again; so it is taken out of the queue and is Unknown.
//
// It imports nothing of ours but devices and devices/escpos. Invariant: when Print returns, its job does not wait in the
// queue any more, or the outcome is Unknown and its error says so.
package queueprint
