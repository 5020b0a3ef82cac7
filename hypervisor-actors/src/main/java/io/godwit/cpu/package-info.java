/// How one host's cores are shared by its VMs.
///
/// Amounts of processing are whole **nano-cores**: 1,000,000,000 of them are one core running all the time. The
/// default scheduler is `fair-share`, a fluid: at each instant every VM runs at a rate, [FairShare] says at which, and
/// [StealAccount] adds up what ran and what wanted to run and did not. Nothing queues there.
///
/// [QuantumMachine] is the other one: run by run, by [CreditQueues] or [EevdfQueues], with what changing costs.
@NullMarked
package io.godwit.cpu;

import org.jspecify.annotations.NullMarked;
