// Package terminal asks a bank-card terminal on the counter for money over the ECR Hub interface that CodePay publishes for its Register
// app: JSON in the frames of its USB mode (developer.codepay.us/docs/SerialCommunicationProtocol, .../docs/SerialAPIList), with the words of
// its own client (github.com/codepay-us/codepay-register-sdk-java: ETopic, ETransType, ETransStatus). The bytes are the same on a serial port
// and over TCP, as a serial device server carries them. Its WLAN mode, the same JSON over WebSocket, is not spoken.
//
// What makes it fit: the terminal keeps every order under our number, and says by that number how it stands, so that an answer that got lost
// is asked for again. Nothing is signed: who is on the line is the terminal. A serial cable, or a network of its own, is therefore part of
// the arrangement, and the acquirer's settlement of the day is the last word.
//
// An order that turns out to be paid is booked, never taken back, and what a card paid goes back at the terminal by hand: the card has to be
// there for it. So of the interface this speaks three topics: ecrhub.pay.order with trans_type 1, ecrhub.pay.query and ecrhub.pay.close.
package terminal
