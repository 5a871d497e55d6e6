export { Malformed } from "./malformed.ts";
export {
  base64,
  concat,
  equalBytes,
  hex,
  readBase64,
  readHex,
  readUtf8,
  utf8,
  type CheckEd25519,
  type Hash,
} from "./bytes.ts";
export { readDecimal } from "./decimal.ts";
export { canonicalize, readCanonical, readJson, type Json } from "./json.ts";
export {
  consistencyPlan,
  emptyRoot,
  foldPlan,
  foldRoot,
  inclusionPlan,
  leafHash,
  nodeHash,
  rootOfLeaves,
  rootPlan,
  type Coordinate,
  type Plan,
} from "./tree.ts";
export { checkConsistency, checkInclusion, readProof, rootFromInclusion, writeProof, type TlogProof } from "./proof.ts";
export {
  entriesPath,
  hashInTile,
  readBundle,
  readTilePath,
  tileFor,
  tilePath,
  writeBundle,
  type Tile,
} from "./tile.ts";
export { growTiles, setLeaves, type Grown, type ReadTile } from "./grow.ts";
export {
  cosignatureV1,
  ed25519,
  keyId,
  mlDsa44,
  openNote,
  readNote,
  readVerifierKey,
  writeNote,
  writeVerifierKey,
  type Note,
  type Opened,
  type SignatureLine,
  type VerifierKey,
} from "./note.ts";
export { readCheckpoint, writeCheckpoint, type Checkpoint } from "./checkpoint.ts";
export { NewerFormat } from "./newer-format.ts";
export type { AnswerContent } from "./answer.ts";
export { voicesOf, type TranscriptContent, type TranscriptTurn } from "./transcript.ts";
export {
  largestEntry,
  numberPattern,
  readEntry,
  readInstant,
  writeEntry,
  writeInstant,
  type Act,
  type Entry,
  type EntryOf,
} from "./entry.ts";
export {
  batchPath,
  batchRoot,
  checkContent,
  checkContentFits,
  commitAttachment,
  commitBytes,
  commitContent,
  readContent,
  type Content,
  type RegisterItem,
  type WithdrawalContent,
} from "./content.ts";
export type { Attachment, Claim, Reference, Series, StatementContent, VoiceItem } from "./statement.ts";
export { applyEntry, checkState, stateLeaf, type SubjectState } from "./state.ts";
export {
  isSupported,
  policyForKey,
  quorumMet,
  readPolicy,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
} from "./policy.ts";
export { largestBundle, readBundleFile, writeBundleFile, type Bundle } from "./bundle.ts";
export { existedBy, freshAt, openWitnessed, type Cosignature, type Witnessed } from "./witnessed.ts";
export { Refusal, type Detail, type Reason } from "./refusal.ts";
export { verifyBundle, verifyProof } from "./verify.ts";
export {
  findingNames,
  type Finding,
  type FindingName,
  type Report,
  type Status,
  type VerifyOptions,
} from "./verification.ts";
export type { Standing } from "./verify-newest.ts";
