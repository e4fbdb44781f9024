// Package collecting is money over WeChat Pay, Alipay and the card terminal at the counter: an order is begun for what stands on the desk, followed behind
// the desk until its channel says how it ends, stopped by hand, and its receipt asked for once its money is booked.
//
// An order belongs to the book and not to the desk: it goes on while another household is served, while the counter is locked, and after
// a restart of the program.
package collecting
