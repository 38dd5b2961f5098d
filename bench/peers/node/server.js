// socket.io on Node, as it comes: the events of the load contract, no compression, ws in pure JavaScript.
const { createServer } = require("http");
const { Server } = require("socket.io");

const port = Number(process.env.PORT || 3000);
const http = createServer();
const io = new Server(http, { serveClient: false });

io.on("connection", (socket) => {
  socket.on("echo", (...args) => {
    const ack = args.pop();
    ack(...args);
  });
  socket.on("broadcast", (payload) => io.emit("broadcast", payload));
  socket.on("join", (room, ack) => {
    socket.join(room);
    ack();
  });
  socket.on("room", (room, payload) => io.to(room).emit("room", payload));
});

http.listen(port, "127.0.0.1", 4096, () => console.log(`listening on ${port}`));
