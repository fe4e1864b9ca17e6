//! What runs each job and each schedule, and who hears of a payment that changed: the one place that knows every slice.

use kernel::{
    app::App,
    error::{Error, Result},
    ids::TenantId,
    jobs::{Dispatch, JobError, RunningJob, Schedule},
};
use tenants::{
    legal::{self, proofs},
    payments::{
        self,
        model::{Payment, Subject},
    },
    privacy::{self, breaches, papers::agreement},
    ticketing::{
        self,
        orders::{model::OrderId, reconcile::reconcile_order},
    },
};

use crate::{closing, hosts, maintenance, papers, recovery, signup, staff, webhooks};

/// Hands each job to its slice.
#[derive(Clone, Debug)]
pub struct Registry {
    app: App,
}

impl Registry {
    /// Over the program's parts.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }
}

impl Dispatch for Registry {
    async fn run(&self, job: RunningJob) -> Result<(), JobError> {
        let app = &self.app;
        // The same at every try: a mail sent twice carries one Message-ID.
        let seed = format!("job-{}", job.id);
        // Each on the heap: a match keeps room for the largest of its futures on the stack of whoever polls it.
        match job.kind.as_str() {
            legal::jobs::KIND => Box::pin(ticketing::mails::notice::tell(app, job.tenant()?, job.read::<legal::jobs::Changed>()?.document)).await,
            payments::jobs::KIND => Box::pin(payments::jobs::run(app, job.tenant()?, job.read()?)).await,
            ticketing::jobs::KIND => Box::pin(ticketing::jobs::run(app, job.tenant()?, job.read()?, &seed)).await,
            privacy::requests::jobs::KIND => Box::pin(privacy::requests::jobs::run(app, job.tenant()?, job.read()?, &seed)).await,
            proofs::jobs::KIND => Box::pin(proofs::jobs::run(app, job.tenant()?, job.read()?, &hosts::private_pages())).await,
            webhooks::KIND => Box::pin(webhooks::run(app, &job)).await,
            webhooks::missed::KIND => Ok(Box::pin(webhooks::missed::run(app, job.tenant()?)).await?),
            staff::jobs::KIND => Box::pin(staff::jobs::run(app, &job, &seed)).await,
            staff::second_factor::jobs::KIND => Box::pin(staff::second_factor::jobs::run(app, &job, &seed)).await,
            signup::jobs::KIND => Box::pin(signup::jobs::run(app, &job, &seed)).await,
            recovery::OBJECTS => Box::pin(recovery::remove_objects(app, &job)).await,
            breaches::jobs::KIND => Box::pin(breaches::jobs::run(app, job.tenant()?, job.read()?, &seed)).await,
            papers::telling::KIND => Box::pin(papers::telling::run(app, &job, &seed)).await,
            agreement::KIND => Box::pin(papers::jobs::run(app, &job, &seed)).await,
            maintenance::dormant::KIND => Box::pin(maintenance::dormant::run(app, &job, &seed)).await,
            closing::jobs::KIND => Box::pin(closing::jobs::run(app, &job, &seed)).await,
            kind if maintenance::runs(kind) => Box::pin(maintenance::run(app, kind)).await,
            kind => Err(JobError::Fail(anyhow::anyhow!("no slice runs jobs of the kind {kind}"))),
        }
    }

    fn schedules(&self) -> Vec<Schedule> {
        maintenance::SCHEDULES.to_vec()
    }

    fn may_work(&self) -> bool {
        self.app.gate.is_open()
    }
}

/// A bank disputes a payment, or has ended its dispute: the slice it belongs to reads Stripe and takes down what proves the sale.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn disputed(app: &App, tenant: TenantId, payment: &Payment, dispute: &str) -> Result<()> {
    match payment.subject {
        Subject::Order(_) => ticketing::disputes::take_down(app, tenant, payment, dispute).await,
    }
}

/// A payment may have changed: the slice it belongs to reads Stripe and moves on.
///
/// # Errors
/// `Unavailable` when Stripe does not answer.
pub async fn changed(app: &App, tenant: TenantId, subject: Subject) -> Result<()> {
    match subject {
        Subject::Order(id) => match reconcile_order(app, tenant, OrderId::from_uuid(id)).await {
            Ok(_) | Err(Error::NotFound) => Ok(()),
            Err(error) => Err(error),
        },
    }
}
