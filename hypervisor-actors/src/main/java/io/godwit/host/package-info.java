/// One physical machine and its hypervisor: what it has, what it promised to whom, and who runs.
///
/// A host has the power switch; under it the hypervisor acts, and its cores decide.
/// Commands come in two families, [io.godwit.host.Lifecycle] (start, stop, pause, resume, describe) and
/// [io.godwit.host.Transfer] (what a migration needs at either end). A VM on a host is in one phase:
///
/// ```
/// (absent) --StartVm--> Opening --disk opened--> Running <--ResumeVm, PauseVm--> Paused
/// (absent) --ReserveVm--> Reserved --InstallState--> Installed --ResumeVm--> Opening
/// Paused --ResumeVm with a new epoch--> Opening
/// any --StopVm, DestroyVm, ReleaseVm, fenced--> Stopping --> (absent)
/// Stopping, as asked, where a shutdown takes time --> ShuttingDown --> (absent)
/// ```
@NullMarked
package io.godwit.host;

import org.jspecify.annotations.NullMarked;
