// A web app in the same account, made of a client that nobody here wrote: npm `firebase`, signed in as a person is. It
// listens to everything, and does what standard input says: a line of JSON each, answered with a line of JSON.
//
// What JSON has no word for is an object with one of the names in KINDS.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { SDK, PROJECT, AUTH, FIRESTORE, EMAIL, PASSWORD } = process.env;
const require = createRequire(`${SDK}/package.json`);
const { initializeApp } = require("firebase/app");
const { connectAuthEmulator, getAuth, signInWithEmailAndPassword } = require("firebase/auth");
const fs = require("firebase/firestore");
fs.setLogLevel("silent");

const app = initializeApp({ projectId: PROJECT, apiKey: "key" });
const auth = getAuth(app);
connectAuthEmulator(auth, `http://${AUTH}`, { disableWarnings: true });
const db = fs.getFirestore(app);
const [host, port] = FIRESTORE.split(":");
fs.connectFirestoreEmulator(db, host, Number(port));

const { user } = await signInWithEmailAndPassword(auth, EMAIL, PASSWORD);
const place = (path) => fs.doc(db, `users/${user.uid}/${path}`);

const KINDS = {
  $now: () => fs.serverTimestamp(),
  $timestamp: ([seconds, nanoseconds]) => new fs.Timestamp(seconds, nanoseconds),
  $geopoint: ([latitude, longitude]) => new fs.GeoPoint(latitude, longitude),
  $bytes: (text) => fs.Bytes.fromBase64String(text),
};

const each = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

/** What is to be written, from JSON. */
function written(value) {
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== "object") return value;
  const [name] = Object.keys(value);
  return name in KINDS ? KINDS[name](value[name]) : each(value, written);
}

/** What was read, as JSON. */
function read(value) {
  if (Array.isArray(value)) return value.map(read);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof fs.Timestamp) return { $timestamp: [value.seconds, value.nanoseconds] };
  if (value instanceof fs.GeoPoint) return { $geopoint: [value.latitude, value.longitude] };
  if (value instanceof fs.Bytes) return { $bytes: value.toBase64() };
  return each(value, read);
}

/** What the listeners have told: documents by their places, `workouts/{id}`. */
const heard = { workouts: undefined, programs: undefined };
for (const name of Object.keys(heard)) {
  const collection = fs.collection(db, `users/${user.uid}/${name}`);
  fs.onSnapshot(collection, { includeMetadataChanges: true }, (snapshot) => {
    const all = snapshot.docs.map((doc) => [`${name}/${doc.id}`, read(doc.data())]);
    const { fromCache, hasPendingWrites } = snapshot.metadata;
    // What is not yet written has no server's times.
    heard[name] = fromCache || hasPendingWrites ? undefined : Object.fromEntries(all);
  });
}

const commands = {
  /** Writes in one batch, and answers when the server has it. */
  async write(writes) {
    const batch = fs.writeBatch(db);
    for (const [how, path, document] of writes) {
      if (how === "set") batch.set(place(path), written(document));
      else if (how === "update") batch.update(place(path), written(document));
      else if (how === "delete") batch.delete(place(path));
      else throw new Error(`no way to write: ${how}`);
    }
    await batch.commit();
    return null;
  },

  /** Everything, as the listeners know it; null if they may not know everything. */
  heard() {
    const { workouts, programs } = heard;
    return workouts && programs ? { ...workouts, ...programs } : null;
  },
};

console.log(JSON.stringify({ answer: user.uid }));
for await (const line of createInterface({ input: process.stdin })) {
  const [[name, argument]] = Object.entries(JSON.parse(line));
  try {
    console.log(JSON.stringify({ answer: await commands[name](argument) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
process.exit(0);
