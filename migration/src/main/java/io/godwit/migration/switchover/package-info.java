/// Handing a guest over, so that at every instant at most one side runs it and exactly one owns it.
///
/// ```
/// source                         target                         registry
///   |-- Reserve ------------------>|                               |
///   |<- Reserved ------------------|                               |
///   |== Pages =====================>|  rounds; credit comes back    |
///   |<- Credit --------------------|                               |
///   |-- ping ------------------------------------------------------>|
///   |<- the leader answers ----------------------------------------|
///   | pauses the guest             |                               |
///   |== last Pages ================>|                               |
///   |-- HandOver(state, digest) --->|  digests agree: prepared      |
///   |                              |-- commit (e, m) ------------->|  compare-and-set
///   |                              |<- committed, e+1 -------------|
///   |                              | resumes the guest at e+1      |
///   |<- Committed -----------------|                               |
///   | frees its copy               |                               |
///   |-- Released ------------------>|                               |
/// ```
///
/// A disk that is the host's own goes first, and from then on each write goes to both (docs/decisions/0017):
///
/// ```
///   |<- Reserved ------------------|                               |
///   |-- Blocks(n) ---------------->|  behind a cursor              |
///   |<- BlocksKept(n) -------------|                               |
///   |  the cursor is at the end    |                               |
///   |== Pages =====================>|  rounds; writes are Blocks too |
/// ```
///
/// A VM that was stopped, and a container that has ended to start elsewhere, have no guest: the disk is all that goes,
/// and nobody writes to it.
///
/// ```
///   |== Blocks ===================>|                               |
///   |-- HandOver(digest) --------->|  digests agree: prepared      |
///   |                              |-- commit (e, m) ------------->|  it lives there, at e+1
///   |                              | the copy is its disk          |
///   |<- Committed -----------------|                               |
/// ```
///
/// Whoever gives up proposes an abort, in every phase: it is a compare-and-set on the same (e, m), so exactly one of
/// the two wins, and the registry's record of the migration always ends. An abort that won costs an epoch, whether or
/// not the target was prepared: the registry can't tell, and one rule is simpler than two. Every message but pages is
/// repeated until it is answered.
///
/// In post-copy the commit says that pages are owed: the hand-over has the state alone, or pages that are out of date.
///
/// ```
///   |                              |-- commit (e, m, owed) ------->|
///   |                              | resumes the guest at e+1      |
///   |<- Pull(session) -------------|                               |
///   |== Pages =====================>|  in the background             |
///   |<- Demand(page) --------------|  the guest waits for it       |
///   |== that page =================>|                                |
///   |                              |  nothing is lacking; digest   |
///   |                              |-- whole (e+1, m) ------------>|  owed no more
///   |<- Committed -----------------|                               |
/// ```
///
/// Frames that were lost are asked for again by a new session. A guest whose source can't be heard stands still; it
/// ends when the source no longer knows of it, or the registry says that the source was lost.
///
/// States of the source ([SourceMachine]):
///
/// ```
/// Reserving      -> Mirroring Copying Aborting GoingOn Ended
/// Mirroring      -> Copying Draining Aborting GoingOn Ended
/// Copying        -> AskingLeader Aborting GoingOn Ended
/// AskingLeader   -> Pausing Copying Aborting GoingOn Ended
/// Pausing        -> Draining Aborting GoingOn Relinquishing
/// Draining       -> AwaitingCommit Aborting GoingOn Relinquishing
/// AwaitingCommit -> Serving Releasing Aborting GoingOn Relinquishing
/// Aborting       -> GoingOn Serving Releasing Relinquishing Ended
/// GoingOn        -> Ended
/// Serving        -> Releasing
/// Releasing      -> Ended
/// Relinquishing  -> Ended
/// ```
///
/// States of the target ([TargetMachine]):
///
/// ```
/// Reserving      -> Receiving Aborting Discarding Ended
/// Receiving      -> Verifying Aborting Discarding
/// Verifying      -> Prepared Aborting Discarding
/// Prepared       -> Resuming Aborting Discarding
/// Aborting       -> Discarding
/// Resuming       -> Announcing Pulling Ended
/// Pulling        -> Stranded Settling Losing Ended
/// Stranded       -> Pulling Settling Losing Ended
/// Settling       -> Announcing Ended
/// Losing         -> Ended
/// Announcing     -> Ended
/// Discarding     -> Ended
/// ```
@NullMarked
package io.godwit.migration.switchover;

import org.jspecify.annotations.NullMarked;
