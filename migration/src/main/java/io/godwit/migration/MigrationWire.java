package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.WireMessage;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PagePick;
import io.godwit.migration.channel.ChannelAddress;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.precopy.FairWay;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.vm.GuestState;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// What the two sides of a migration say to each other, service [#SERVICE] on their nodes. All but pages are repeated
/// until something answers them, so each may come late or more than once.
public sealed interface MigrationWire extends WireMessage {

    String SERVICE = "migration";

    Move move();

    /// From a source.
    sealed interface ToTarget extends MigrationWire {}

    /// From a target.
    sealed interface ToSource extends MigrationWire {}

    /// Have you room?
    record Reserve(Move move, VmSpec spec) implements ToTarget {}

    /// @param token that the page channel must show
    /// @param pages where to connect to; empty: send them over the link
    /// @param credit pages that may be sent before more is granted
    /// @param hasBase whether the target has what the VM's disk is an overlay over, should the disk come along
    record Reserved(Move move, long token, Optional<ChannelAddress> pages, long credit, boolean hasBase)
            implements ToSource {}

    record Refused(Move move, String why) implements ToSource {}

    /// Pages on an emulated link.
    record Pages(Move move, PageFrame frame) implements ToTarget {}

    /// Have you any of these pages for another guest? Take it, then. One such question is under way at a time.
    ///
    /// @param number counts from 1
    /// @param pages none of which is zero
    record Offer(Move move, long number, PageBatch pages) implements ToTarget {}

    /// These are in place: they need not be sent.
    ///
    /// @param number of the offer
    record Held(Move move, long number, PagePick pages) implements ToSource {}

    /// Blocks of a disk that goes along. Only who wrote what travels; it is charged at its size.
    ///
    /// @param sequence of such messages, from 1; none may be missing
    /// @param bytes what the target's disk writes for it
    record Blocks(Move move, long sequence, List<Disk.Held> blocks, long bytes) implements ToTarget {

        public Blocks {
            blocks = List.copyOf(blocks);
        }
    }

    /// The target's disk has all blocks up to this message.
    record BlocksKept(Move move, long upTo) implements ToSource {}

    /// What the disk is that goes along, now that nobody writes to it any more.
    ///
    /// @param messages how many brought it
    /// @param digest of all its blocks, which the copy must have too
    record DiskProof(long messages, long digest, long revision) {}

    /// The source is alive, and has nothing else to say.
    ///
    /// @param frames how many frames of pages it has sent so far
    record Alive(Move move, long frames) implements ToTarget {}

    /// So many pages may be sent, in all. Sent also when nothing changed, as a sign of life.
    ///
    /// @param session of the pull; 0 before there is one
    record Credit(Move move, int session, long upToPages) implements ToSource {}

    /// The commit has won and the guest runs at the target: send what it lacks. A new session begins with everything
    /// that was not acknowledged by credit.
    ///
    /// @param epoch the VM's new one
    /// @param session counts from 1
    /// @param token that the page channel must show
    /// @param pages where to connect to; empty: send them over the link
    /// @param credit pages that may be sent before more is granted
    record Pull(Move move, long epoch, int session, long token, Optional<ChannelAddress> pages, long credit)
            implements ToSource {}

    /// The guest stands until it has this page.
    record Demand(Move move, int session, long page) implements ToSource {}

    /// How fast a source can send.
    ///
    /// @param what it can use of the target's way in
    /// @param keeps the last share that it keeps to
    record Paces(Move move, FairWay.Ask what, long keeps) implements ToTarget {}

    /// What the target's own threads want of its CPU from now on, for what comes.
    record Spends(Move move, long nanoCores) implements ToTarget {}

    /// What a source has of the target's way in from now on.
    ///
    /// @param arrival what the guest's arrival takes, as the target has tried; empty until it has
    record Share(Move move, FairWay.Grant grant, Optional<HandoverCost> arrival) implements ToSource {}

    /// What the guest is, now that it stands.
    ///
    /// @param frames how many frames of pages there are in all
    /// @param lacking how many pages follow the guest; unless that is all of them, frames of round 0 named them
    /// @param digest of all pages, which the copy must have too, in the end
    record GuestProof(long frames, long lacking, GuestState state, long digest, Downtime.AtSource downtime) {

        GuestProof with(Downtime.AtSource parts) {
            return new GuestProof(frames, lacking, state, digest, parts);
        }
    }

    /// All but the pages and blocks that are under way.
    ///
    /// @param guest empty: the VM was stopped, and moves as its disk
    /// @param disk if it goes along
    record HandOver(Move move, Optional<GuestProof> guest, Optional<DiskProof> disk) implements ToTarget {}

    /// The target can't go on, and is asking the registry for an abort.
    record GivingUp(Move move, String why) implements ToSource {}

    /// An abort has won: the source goes on.
    ///
    /// @param by the side that says so
    /// @param epoch the VM's new one
    record AbortWon(Move move, Side by, long epoch) implements ToTarget, ToSource {}

    /// The commit has won, and the guest runs at the target, if there is one.
    ///
    /// @param epoch the VM's new one
    /// @param downtime empty: nobody stood still
    record Committed(Move move, long epoch, Optional<Downtime> downtime) implements ToSource {}

    /// The source's copy is gone.
    ///
    /// @param missedFrames that came for the guest while it stood still there
    record Released(Move move, long missedFrames) implements ToTarget {}

    /// The side that was addressed knows of no such migration, or it ended so.
    ///
    /// @param by the side that was addressed
    /// @param outcome empty if it is unknown here, or of another epoch
    record Ended(Move move, Side by, Optional<Outcome> outcome) implements ToTarget, ToSource {}
}
