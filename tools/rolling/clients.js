// The load of tools/rolling-restart: official clients in rooms, who send numbered events and check what they get.
//
//   node clients.js URL CLIENTS ROOMS KINDS     needs socket.io-client on NODE_PATH
//
// KINDS, with commas between: polling, upgrade (polling, then WebSocket), websocket. Each client sends one event a second to its
// room, with an answer asked for. Prints "sending" when they begin; ends on the end of its standard input, with a table and
// status 1 if an event was lost and nobody told, or came twice, or a client did not come back.
'use strict';

const http = require('node:http');
const { io } = require('socket.io-client');

const [url, clientCount, roomCount] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const KINDS = { polling: ['polling'], upgrade: ['polling', 'websocket'], websocket: ['websocket'] };
const kinds = process.argv[5].split(',');
const INTERVAL = 1000;
const START = 30_000;
const ANSWER = 20_000;
const SETTLE = 5_000;
// Each request on a connection of its own, and so to the next node.
const agent = new http.Agent({ keepAlive: false });

/** What a client has got from one other: the numbers, and from where to where it was told that it misses some. */
class Heard {
    numbers = new Set();
    excused = [];
    last = 0;
    missesSome = false;

    /** Returns what is wrong: "doubled", "reordered", or nothing. */
    add(number) {
        if (this.numbers.has(number)) {
            return 'doubled';
        }
        this.numbers.add(number);
        if (number < this.last) {
            return 'reordered';
        }
        this.#excuse(number);
        this.last = number;
        return undefined;
    }

    /** The client begins anew: what comes before the next number may be missing. */
    restart() {
        this.missesSome = true;
    }

    lacks(number) {
        return !this.numbers.has(number);
    }

    isExcused(number) {
        return (this.missesSome && number > this.last)
            || this.excused.some(([from, to]) => from <= number && number <= to);
    }

    #excuse(number) {
        if (this.missesSome) {
            this.excused.push([this.last + 1, number - 1]);
            this.missesSome = false;
        }
    }
}

class Client {
    heard = new Map();
    /** By number: true if the server has answered, false if the client was told that no answer came. */
    outcomes = [undefined];
    sentAt = [];
    reconnections = [];
    figures = { recovered: 0, new: 0, doubled: 0, reordered: 0, told: 0, silent: 0, got: 0 };
    /** What happened when, shown if something went wrong. */
    history = [];
    wrongs = [];
    joined = false;
    #lostAt;

    constructor(id, kind) {
        this.id = id;
        this.kind = kind;
        this.room = `room-${id % roomCount}`;
        this.socket = io(url, { transports: KINDS[kind], agent, forceNew: true });
        this.socket.on('connect', () => this.#connected());
        this.socket.on('disconnect', reason => {
            this.#lostAt = Date.now();
            this.#note(reason);
        });
        this.socket.on('room', event => this.#got(event));
    }

    meet(others) {
        others.filter(other => other.room === this.room).forEach(other => this.heard.set(other.id, new Heard()));
    }

    start() {
        setTimeout(() => {
            this.send();
            this.sending = setInterval(() => this.send(), INTERVAL);
        }, Math.random() * INTERVAL);
    }

    stop() {
        clearInterval(this.sending);
    }

    send() {
        const number = this.outcomes.push(undefined) - 1;
        this.sentAt[number] = Date.now();
        this.socket.timeout(ANSWER).emit('room', this.room, `${this.id}:${number}`, failure => {
            this.outcomes[number] = !failure;
        });
    }

    isAnswered() {
        return !this.outcomes.includes(undefined, 1);
    }

    #connected() {
        if (this.#lostAt) {
            this.reconnections.push(Date.now() - this.#lostAt);
            this.#lostAt = undefined;
            this.figures[this.socket.recovered ? 'recovered' : 'new']++;
        }
        if (!this.socket.recovered) {
            this.heard.forEach(heard => heard.restart());
            this.joined = false;
        }
        this.#note(this.socket.recovered ? 'recovered' : 'new');
        if (!this.joined) {
            this.#join();
        }
    }

    /** Tries until it is in its room; after a disconnection the next connection tries. */
    #join() {
        this.socket.timeout(ANSWER).emit('join', this.room, failure => {
            if (!failure) {
                this.joined = true;
                this.#note('joined');
            } else if (this.socket.connected) {
                this.#join();
            }
        });
    }

    #note(what) {
        this.history.push([Date.now(), what]);
    }

    #got(event) {
        const [sender, number] = event.split(':').map(Number);
        this.figures.got++;
        const wrong = this.heard.get(sender)?.add(number);
        if (wrong) {
            this.figures[wrong]++;
            this.wrongs.push([Date.now(), `event ${number} of client ${sender} is ${wrong}`]);
        }
    }

    /** Only what a node has taken is lost: of the rest its sender knows that it may not have arrived. */
    count(others) {
        others.filter(other => this.heard.has(other.id)).forEach(sender => {
            const heard = this.heard.get(sender.id);
            sender.outcomes.forEach((taken, number) => {
                if (taken && heard.lacks(number)) {
                    const excused = heard.isExcused(number);
                    this.figures[excused ? 'told' : 'silent']++;
                    if (!excused) {
                        this.wrongs.push([sender.sentAt[number], `event ${number} of client ${sender.id} is lost`]);
                    }
                }
            });
        });
    }
}

async function main() {
    const clients = Array.from({ length: clientCount }, (_, id) => new Client(id, kinds[Math.floor(id / roomCount) % kinds.length]));
    clients.forEach(client => client.meet(clients));
    await until(() => clients.every(client => client.joined), START);
    clients.forEach(client => client.heard.forEach(heard => { heard.missesSome = !client.joined; }));
    console.log(`sending: ${clients.filter(client => client.joined).length} of ${clientCount} clients are in their rooms`);
    clients.forEach(client => client.start());

    await new Promise(resolve => process.stdin.on('end', resolve).resume());
    clients.forEach(client => client.stop());
    await until(() => clients.every(client => client.isAnswered() && client.socket.connected), ANSWER + 1000);
    await sleep(SETTLE);
    clients.forEach(client => client.count(clients));
    process.exit(report(kinds.map(kind => [kind, clients.filter(client => client.kind === kind)]).concat([['all', clients]])));
}

function report(groups) {
    const head = ['clients', 'sent', 'taken', 'not answered', 'delivered', 'lost, told', 'lost, silent', 'doubled',
        'reordered', 'recovered', 'not recovered', 'back after, ms: median', 'most', 'gone at the end'];
    console.log(`\n| transports | ${head.join(' | ')} |\n|---|${head.map(() => '---|').join('')}`);
    groups.forEach(([name, group]) => {
        const outcomes = group.flatMap(client => client.outcomes.slice(1));
        const times = group.flatMap(client => client.reconnections).sort((a, b) => a - b);
        const sum = figure => group.reduce((all, client) => all + client.figures[figure], 0);
        const cells = [group.length, outcomes.length, outcomes.filter(taken => taken).length,
            outcomes.filter(taken => !taken).length, sum('got'), sum('told'), sum('silent'), sum('doubled'),
            sum('reordered'), sum('recovered'), sum('new'), times[times.length >> 1] ?? '–', times.at(-1) ?? '–',
            group.filter(client => !client.socket.connected).length];
        console.log(`| ${name} | ${cells.join(' | ')} |`);
    });
    const all = groups.at(-1)[1];
    all.filter(client => client.wrongs.length).slice(0, 5).forEach(client => {
        console.log(`\nclient ${client.id}, ${client.kind}`);
        client.history.concat(client.wrongs).sort(([a], [b]) => a - b)
            .forEach(([at, what]) => console.log(`${new Date(at).toISOString().slice(11, 23)}  ${what}`));
    });
    return all.some(({ figures, socket }) => figures.silent || figures.doubled || !socket.connected) ? 1 : 0;
}

async function until(done, longest) {
    for (const end = Date.now() + longest; !done() && Date.now() < end;) {
        await sleep(50);
    }
}

function sleep(time) {
    return new Promise(resolve => setTimeout(resolve, time));
}

main();
