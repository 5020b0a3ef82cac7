/// How one host's cores are shared by its VMs.
///
/// Amounts of processing are whole **nano-cores**: 1,000,000,000 of them are one core running all the time. The
/// scheduler here is `fair-share`, a fluid: at each instant every VM runs at a rate, [FairShare] says at which, and
/// [StealAccount] adds up what ran and what wanted to run and did not. Nothing queues, so ready time below
/// saturation is *not modelled*, nor are context switches, warm caches and the second thread of a core.
@NullMarked
package io.godwit.cpu;

import org.jspecify.annotations.NullMarked;
