// A client of the endpoint that ContractTest tells of, as the declarations of socket.io-client see it.
import { io, Socket } from "socket.io-client";
import type {
  BoardClientToServerEvents,
  BoardServerToClientEvents,
  ClientToServerEvents,
  Everything,
  Figure,
  ServerToClientEvents,
} from "./contract";

const board: Socket<BoardServerToClientEvents, BoardClientToServerEvents> = io("/board");
const root: Socket<ServerToClientEvents, ClientToServerEvents> = io();

async function send(everything: Everything) {
  board.emit("draw line", [1, 2]);
  board.emit("draw line", [1, 2], "RED");
  board.emit("draw line", [1, 2], null);
  // @ts-expect-error no such colour
  board.emit("draw line", [1, 2], "BLUE");
  // @ts-expect-error texts are no numbers
  board.emit("draw line", ["1", "2"]);
  // @ts-expect-error no such event
  board.emit("draw lines", [1, 2]);
  board.emit("whatever", { any: "thing" });
  board.emit("whatever", { any: "thing" }, (one, two) => console.log(one, two));

  const answer = await board.emitWithAck("later", null, 1);
  // @ts-expect-error it may have failed
  answer.length;
  if ("error" in answer) {
    console.log(answer.error.code, answer.error.message);
  } else {
    const colour: "RED" | "GREEN" | undefined = answer[0]?.second;
    console.log(colour);
  }
  board.timeout(1000).emit("everything", everything, (error, same) => {
    if (!error && !("error" in same)) {
      const bytes: ArrayBuffer | Uint8Array = same.picture;
      const colours = same.byColour.RED?.second ?? [];
      const note: string | undefined = same.note;
      console.log(bytes, colours, note, same["other-name"], same.child["is-open"], same.tree.children[0]?.name);
      // @ts-expect-error it is not written
      same.secret;
    }
  });
  // @ts-expect-error other members are missing
  board.emit("everything", { text: "a" }, () => {});
  root.emit("pair", { left: 1 });
}

function area(figure: Figure): number {
  return "radius" in figure ? Math.PI * figure.radius ** 2 : figure.side ** 2;
}

board.on("figure", figure => console.log(area(figure)));
board.on("line", (points, colour) => console.log(points.length, colour === "GREEN"));
board.on("sure?", (question, ack) => ack(question === "yes"));
// @ts-expect-error the answer is a truth
board.on("sure?", (question, ack) => ack(question));
// @ts-expect-error nobody emits it
board.on("figures", () => {});

export { send };
