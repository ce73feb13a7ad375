// Two clients of npm `firebase`: one through the proxy, with all that happens to it there, one directly at the emulator.
// The first must know what the second has done, and pay no more than production would charge.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { SDK, PROJECT, TOKEN, EMULATOR, PROXY, CONTROL } = process.env;
const require = createRequire(`${SDK}/package.json`);
const { initializeApp } = require("firebase/app");
const fs = require("firebase/firestore");
fs.setLogLevel("silent");

/** A client of its own at `address`. */
function client(name, address) {
  const app = initializeApp({ projectId: PROJECT, apiKey: "demo" }, name);
  const db = fs.getFirestore(app);
  const [host, port] = address.split(":");
  fs.connectFirestoreEmulator(db, host, Number(port), { mockUserToken: TOKEN });
  const workouts = fs.collection(db, "users/ada/workouts");
  return { db, workouts, workout: (id) => fs.doc(workouts, id) };
}

/** Orders for the proxy; answers its report. */
async function order(...orders) {
  const answer = await fetch(`http://${CONTROL}`, { method: "POST", body: JSON.stringify(orders) });
  const report = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(report));
  return report;
}

const reads = async () => (await order()).counts.reads;

async function until(what, holds) {
  for (const begun = Date.now(); !(await holds()); ) {
    assert.ok(Date.now() - begun < 30_000, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const body = (id, n) => ({ id, name: `Workout ${id}`, n });
const near = client("near", PROXY);
const other = client("other", EMULATOR);

/** What `near` sees, kept up by its listeners. */
const seen = { all: undefined, above: undefined, one: undefined, fromCache: true };
fs.onSnapshot(near.workouts, { includeMetadataChanges: true }, (snapshot) => {
  seen.all = Object.fromEntries(snapshot.docs.map((doc) => [doc.id, doc.data().n]));
  seen.fromCache = snapshot.metadata.fromCache;
});
fs.onSnapshot(fs.query(near.workouts, fs.where("n", ">", 100)), (snapshot) => {
  seen.above = snapshot.docs.map((doc) => doc.id).sort();
});
fs.onSnapshot(near.workout("w1"), (doc) => (seen.one = doc.data()?.n));

/** Waits until `near` sees what there is. */
async function agree(what) {
  const there = await fs.getDocsFromServer(other.workouts);
  const all = Object.fromEntries(there.docs.map((doc) => [doc.id, doc.data().n]));
  const above = Object.keys(all).filter((id) => all[id] > 100).sort();
  await until(what, () => {
    try {
      assert.deepEqual({ ...seen.all }, all);
      assert.deepEqual(seen.above, above);
      assert.equal(seen.one, all.w1);
      return !seen.fromCache;
    } catch {
      return false;
    }
  });
}

/** `act` is done while `near` is away; what it pays for it when it is back. */
async function away(what, act, ...orders) {
  await order({ down: { how: "refusing" } });
  await until("it notices", () => seen.fromCache);
  await act();
  const before = await reads();
  await order(...orders, { up: {} });
  await agree(what);
  return (await reads()) - before;
}

async function all(ids, write) {
  const batch = fs.writeBatch(other.db);
  for (const id of ids) write(batch, id);
  await batch.commit();
}

const ids = (from, to) => Array.from({ length: to - from }, (_, index) => `w${from + index}`);

// It is told of everything, and then of changes.
await all(ids(0, 60), (batch, id) => batch.set(other.workout(id), body(id, Number(id.slice(1)))));
await agree("the beginning");
let before = await reads();
await fs.setDoc(other.workout("w1"), body("w1", 200));
await agree("a change");
await fs.deleteDoc(other.workout("w2"));
await agree("a delete");
await fs.setDoc(other.workout("w1"), body("w1", 1));
await agree("a document that leaves a query");
await fs.deleteDoc(other.workout("w1"));
await agree("a document that is listened to");
await fs.setDoc(other.workout("w1"), body("w1", 7));
await agree("and is made again");
assert.ok((await reads()) - before <= 10, `${(await reads()) - before} reads for a few changes`);

// It comes back with its resume tokens.
let paid = await away("changes while it was away", async () => {
  await all(ids(3, 6), (batch, id) => batch.update(other.workout(id), { n: 300 }));
  await all(ids(6, 9), (batch, id) => batch.delete(other.workout(id)));
});
assert.ok(paid <= 12, `${paid} reads for three changes, three deletes, three targets`);

// Of deletes only the count tells: the names in the filter spare it another query.
paid = await away(
  "deletes that nobody tells of",
  () => all(ids(10, 14), (batch, id) => batch.delete(other.workout(id))),
  { form: "silent_deletes" },
);
assert.ok(paid <= 12, `${paid} reads for deletes`);

// Its tokens are forgotten: everything anew.
paid = await away(
  "the beginning, again",
  () => all(ids(20, 22), (batch, id) => batch.delete(other.workout(id))),
  "forget_resume_tokens",
  { form: "changes" },
);
assert.ok(paid >= 50, `${paid} reads for everything`);

// It writes, and asks, in all its ways.
await order("reset_counts");
await fs.setDoc(near.workout("mine"), { ...body("mine", 1), modified_date: fs.serverTimestamp() });
await fs.runTransaction(near.db, async (transaction) => {
  const doc = await transaction.get(near.workout("mine"));
  transaction.update(near.workout("mine"), { n: doc.data().n + 1 });
});
await fs.deleteDoc(near.workout("w30"));
const { counts } = await order();
assert.equal(counts.writes, 2);
assert.equal(counts.deletes, 1);
assert.equal(counts.as_owner, 0);
await agree("its own writes");
const { count } = (await fs.getCountFromServer(near.workouts)).data();
assert.equal(count, Object.keys(seen.all).length);
assert.equal((await fs.getDocFromServer(near.workout("mine"))).data().n, 2);
assert.equal((await fs.getDocsFromServer(fs.query(near.workouts, fs.limit(3)))).size, 3);

// Faults that it bears: its streams end, its commits are refused for a while, it is far away.
await order({ end_streams: { status: { code: "UNAVAILABLE", message: "later" } } }, { latency: { round_trip_ms: 40 } });
await order({ fault: { methods: ["Write"], times: 2, effect: { refuse: { code: "UNAVAILABLE" } } } });
await fs.setDoc(near.workout("late"), body("late", 500));
await agree("what it wrote through faults");
await order({ cut: {} });
await fs.setDoc(other.workout("last"), body("last", 501));
await agree("what happened after a cut");
process.exit(0);
