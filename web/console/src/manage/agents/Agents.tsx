import { Route, Switch } from "wouter";
import { NotHere } from "../NotYours";
import { AgentPage } from "./AgentPage";
import { AgentsPage } from "./AgentsPage";
import { useLiveAgents } from "./agentQueries";
import { NewAgentPage } from "./NewAgentPage";

export default function Agents() {
  useLiveAgents();
  return (
    <Switch>
      <Route path="/manage/agents" component={AgentsPage} />
      <Route path="/manage/agents/new" component={NewAgentPage} />
      <Route path="/manage/agents/:id">{({ id }) => <AgentPage key={id} id={id} />}</Route>
      <Route component={NotHere} />
    </Switch>
  );
}
