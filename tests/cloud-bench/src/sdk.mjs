// The SDK's side: npm `firebase` in Node.js. It hears orders as lines of JSON on its standard input, and answers each on
// its standard output when it is done, like the other sides; `order.rs` says what they mean.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const scene = JSON.parse((await lines.next()).value);
const require = createRequire(`${scene.sdk}/package.json`);
const { initializeApp } = require("firebase/app");
const fs = require("firebase/firestore");
// Its warnings would stand between the figures; a write that fails is an error here all the same.
fs.setLogLevel("silent");

const db = fs.getFirestore(initializeApp({ projectId: scene.project, apiKey: "key" }));
const [host, port] = scene.firestore.split(":");
// The user's own token, to which the rules apply.
fs.connectFirestoreEmulator(db, host, Number(port), { mockUserToken: scene.account.token });
const workouts = fs.collection(db, `users/${scene.account.uid}/workouts`);
const workout = (id) => fs.doc(workouts, id);

/** A document as the other sides send it. */
function sent(document) {
  const created = fs.Timestamp.fromMillis(Date.parse(document.created_date));
  return { ...document, created_date: created, modified_date: fs.serverTimestamp() };
}

/** What was written and isn't acknowledged yet. */
let unsent = [];
/** What is listened to, as it was told last. */
let snapshot;
/** Looks at each snapshot, if anybody waits. */
let look = () => {};

const orders = {
  async queue({ batches }) {
    const documents = JSON.parse(readFileSync(scene.documents, "utf8")).workouts;
    await fs.disableNetwork(db);
    if (batches) {
      for (let at = 0; at < documents.length; at += 500) {
        const batch = fs.writeBatch(db);
        for (const document of documents.slice(at, at + 500)) batch.set(workout(document.id), sent(document));
        unsent.push(batch.commit());
      }
    } else {
      unsent = documents.map((document) => fs.setDoc(workout(document.id), sent(document)));
    }
    // The SDK does one thing after the other: when it answers this, it has taken the writes in.
    await fs.getDocFromCache(workout(documents[documents.length - 1].id));
  },

  async drain() {
    await fs.enableNetwork(db);
    await Promise.all(unsent);
    unsent = [];
  },

  load({ documents }) {
    return new Promise((resolve, reject) => {
      fs.onSnapshot(
        workouts,
        { includeMetadataChanges: true },
        (news) => {
          snapshot = news;
          if (!news.metadata.fromCache && news.size >= documents) resolve();
          look(news);
        },
        reject,
      );
    });
  },

  settle: () => fs.waitForPendingWrites(db),

  edit: ({ id, name }) =>
    fs.updateDoc(workout(id), { name, version: fs.increment(1), modified_date: fs.serverTimestamp() }),

  see({ id, name }) {
    const shows = (doc) => doc.id === id && doc.data().name === name;
    if (snapshot.docs.some(shows)) return undefined;
    return new Promise((resolve) => {
      look = (news) => {
        if (!news.docChanges().some((change) => shows(change.doc))) return;
        look = () => {};
        resolve();
      };
    });
  },
};

/** The most memory that this process ever had resident, in KiB; nothing where the system doesn't tell. */
function mostMemory() {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return null;
  }
}

function answer(ms) {
  process.stdout.write(`${JSON.stringify({ ms, memory_kib: mostMemory() })}\n`);
}

answer(0);
for await (const line of lines) {
  const order = JSON.parse(line);
  const begun = performance.now();
  await orders[order.do](order);
  answer(performance.now() - begun);
}
// The SDK keeps its connections, and with them the process, open.
process.exit(0);
